package io.churnops.monitoring.drift;

import java.util.List;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/**
 * A feature as its baseline bins it. The bins of the baseline come first, then one for values it
 * does not list (categories only), then one for missing values, and for values of another type.
 *
 * @param labels one per bin
 * @param counts of the baseline, one per bin
 * @param moments counts of single moments of the baseline, one per bin; none if they are unknown
 * @param bin of a value
 */
public record BinnedFeature(
    String name,
    Type type,
    List<String> labels,
    List<Long> counts,
    List<List<Long>> moments,
    ToIntFunction<JsonNode> bin) {

  /** The name under which the model's score is binned. */
  public static final String SCORE = "_score";

  public BinnedFeature {
    labels = List.copyOf(labels);
    counts = List.copyOf(counts);
    moments = moments.stream().map(List::copyOf).toList();
    if (labels.size() != counts.size()) {
      throw new IllegalArgumentException(
          name + ": " + labels.size() + " bins with " + counts.size() + " counts");
    }
    for (List<Long> moment : moments) {
      if (moment.size() != labels.size()) {
        throw new IllegalArgumentException(name + ": a moment of the baseline has other bins");
      }
    }
    if (counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(name + ": counts below zero, " + counts);
    }
  }

  /** The bin of a value, from 0. */
  public int binOf(JsonNode value) {
    return bin.applyAsInt(value);
  }

  int missingBin() {
    return labels.size() - 1;
  }

  /** What kind of value it has. */
  public enum Type {
    NUMBER,
    CATEGORY
  }
}
