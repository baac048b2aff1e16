package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One point of a search for parameters.
 *
 * @param number from 1; 0 is what would be trained without the search
 * @param runId of its run in tracking, a child of the run that searches
 * @param objective on its last rung, the mean over the folds
 * @param rungs what it reached with ever more of the rows or trees
 * @param best whether the model was trained with it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Trial")
record SearchTrial(
    int number,
    String runId,
    SortedMap<String, Double> parameters,
    TrialStatus status,
    @Nullable Double objective,
    List<Rung> rungs,
    @Nullable String error,
    boolean best,
    Instant startedAt,
    @Nullable Instant finishedAt) {

  /**
   * What a trial reached with a part, or with all.
   *
   * @param fraction of the rows or trees, up to 1
   * @param folds the objective on each fold, newest first
   * @param atMs when it was known, in milliseconds since 1970
   */
  @Schema(name = "TrialRung")
  record Rung(double fraction, double objective, List<Double> folds, double seconds, long atMs) {}
}
