package io.churnops.forest.baseline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * How a number was spread: its deciles, frozen.
 *
 * @param edges the inner edges, ascending; bins are right-closed
 * @param counts the rows in each of the bins, one more than edges
 * @param moments the same of rows made at single moments, each with its missing values last: how
 *     far the calendar and growth alone carry a moment from the whole; empty if there was one only
 */
public record NumberProfile(
    String name,
    long rows,
    List<Double> edges,
    List<Long> counts,
    long missing,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<List<Long>> moments)
    implements FeatureProfile {

  public NumberProfile {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    moments = moments.stream().map(List::copyOf).toList();
    if (missing < 0 || missing > rows) {
      throw new IllegalArgumentException(
          name + " misses " + missing + " values in " + rows + " rows");
    }
    Deciles.check(name, edges, counts, rows - missing);
    for (List<Long> moment : moments) {
      if (moment.size() != counts.size() + 1 || moment.stream().anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException(
            "a moment of " + name + " has other bins than the whole: " + moment);
      }
    }
  }

  /** The bin of a value: the number of edges below it. */
  public int bin(double value) {
    return Deciles.bin(edges, value);
  }
}
