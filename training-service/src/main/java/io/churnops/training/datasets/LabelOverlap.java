package io.churnops.training.datasets;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose label window reaches into the time of the rows that judge them. Of other customers
 * they tell a little of the season, of the same customers they would tell the label itself.
 *
 * @param training rows of the training part that reach beyond the first validation cutoff
 * @param trainingOfSameCustomers those of them whose customer has a validation row
 * @param past rows of the past that reach beyond the first test cutoff
 * @param pastOfSameCustomers those of them whose customer has a test row
 */
public record LabelOverlap(
    int training, int trainingOfSameCustomers, int past, int pastOfSameCustomers) {

  /** Counts them; null in folds, and where nobody said how far the label looks ahead. */
  static @Nullable LabelOverlap of(Dataset data, Split split) {
    if (data.manifest().label().horizon() == null || split.method() == Split.Method.K_FOLD) {
      return null;
    }
    int[] training = reaching(data, split.training(), split.validation());
    int[] past = reaching(data, split.past(), split.test());
    return new LabelOverlap(
        training.length,
        ofSameCustomers(data, training, split.validation()),
        past.length,
        ofSameCustomers(data, past, split.test()));
  }

  private static int[] reaching(Dataset data, int[] learning, int[] judging) {
    Duration horizon = data.manifest().label().horizonDuration();
    Instant begin =
        Arrays.stream(judging)
            .mapToObj(data::cutoff)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    return Arrays.stream(learning)
        .filter(row -> data.cutoff(row).plus(horizon).isAfter(begin))
        .toArray();
  }

  private static int ofSameCustomers(Dataset data, int[] learning, int[] judging) {
    Set<Integer> judged =
        Arrays.stream(judging).mapToObj(data::customerHash).collect(Collectors.toSet());
    return (int)
        Arrays.stream(learning).filter(row -> judged.contains(data.customerHash(row))).count();
  }
}
