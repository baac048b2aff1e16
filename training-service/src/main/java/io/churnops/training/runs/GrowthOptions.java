package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.RowWeights;
import io.churnops.forest.Splitting;
import io.churnops.forest.TrainingTable;
import io.churnops.training.datasets.Dataset;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained, beside its parameters.
 *
 * @param splitting of a forest; null for what has no splits
 * @param halfLifeDays a row counts half when its cutoff is so much older than the newest; null for
 *     rows that count the same whatever their age
 * @param churnedWeight a churner counts as much as so many who stayed; null for one
 * @param timeBudgetSeconds null for all the time it takes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GrowthOptions(
    @Nullable Splitting splitting,
    @Nullable Double halfLifeDays,
    @Nullable Double churnedWeight,
    @Nullable Integer timeBudgetSeconds) {

  private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

  /** Those that models with such parameters have. */
  GrowthOptions of(ModelParameters parameters) {
    return switch (parameters) {
      case ForestParameters _ -> this;
      case BoostingParameters _ ->
          new GrowthOptions(null, halfLifeDays, churnedWeight, timeBudgetSeconds);
      case LogisticParameters _ -> new GrowthOptions(null, halfLifeDays, churnedWeight, null);
    };
  }

  /** The table of these rows of the dataset, counting as asked. */
  TrainingTable weighted(TrainingTable table, Dataset data, int[] rows) {
    if (halfLifeDays == null && churnedWeight == null) {
      return table;
    }
    double[] weights = new double[rows.length];
    Arrays.fill(weights, 1);
    if (halfLifeDays != null) {
      weights = RowWeights.byAge(ages(data, rows), halfLifeDays);
    }
    if (churnedWeight != null) {
      weights = RowWeights.times(weights, table, churnedWeight);
    }
    return table.weighted(weights);
  }

  /** Days before the newest cutoff of the rows. */
  private static double[] ages(Dataset data, int[] rows) {
    Instant newest =
        Arrays.stream(rows).mapToObj(data::cutoff).max(Instant::compareTo).orElseThrow();
    return Arrays.stream(rows)
        .mapToDouble(
            row -> Duration.between(data.cutoff(row), newest).toSeconds() / SECONDS_PER_DAY)
        .toArray();
  }
}
