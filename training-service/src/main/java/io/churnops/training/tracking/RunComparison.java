package io.churnops.training.tracking;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between runs.
 *
 * @param runs the compared runs, in the order in which all values are given
 */
@Schema(name = "RunComparison")
record RunComparison(
    List<String> runs, List<Texts> params, List<Numbers> metrics, List<Texts> tags) {

  /** A parameter or tag: its value in each run, null where a run has none. */
  @Schema(name = "ComparedTexts")
  record Texts(String key, List<@Nullable String> values) {}

  /** A metric: its last value in each run, null where a run has none. */
  @Schema(name = "ComparedNumbers")
  record Numbers(String key, List<@Nullable Double> values) {}

  static RunComparison of(List<TrackedRun> runs) {
    return new RunComparison(
        runs.stream().map(TrackedRun::runId).toList(),
        differing(runs, TrackedRun::params, Texts::new),
        differing(runs, RunComparison::lastValues, Numbers::new),
        differing(runs, TrackedRun::tags, Texts::new));
  }

  private static Map<String, Double> lastValues(TrackedRun run) {
    return run.metrics().stream().collect(Collectors.toMap(MetricPoint::key, MetricPoint::value));
  }

  private interface Line<V, L> {
    L of(String key, List<@Nullable V> values);
  }

  private static <V, L> List<L> differing(
      List<TrackedRun> runs, Function<TrackedRun, Map<String, V>> values, Line<V, L> line) {
    List<Map<String, V>> told = runs.stream().map(values).toList();
    SortedMap<String, List<@Nullable V>> byKey = new TreeMap<>();
    for (Map<String, V> run : told) {
      for (String key : run.keySet()) {
        List<@Nullable V> inEach = new ArrayList<>();
        told.forEach(other -> inEach.add(other.get(key)));
        byKey.put(key, inEach);
      }
    }
    return byKey.entrySet().stream()
        .filter(entry ->
            entry.getValue().stream()
                .anyMatch(value -> !Objects.equals(value, entry.getValue().getFirst())))
        .map(entry -> line.of(entry.getKey(), entry.getValue()))
        .toList();
  }
}
