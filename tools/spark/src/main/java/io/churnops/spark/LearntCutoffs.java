package io.churnops.spark;

import io.churnops.features.engine.LabelDefinition;
import io.churnops.forest.evaluation.TimeSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Which cutoffs a forest learns from: those that one of a training run's forests would. */
final class LearntCutoffs {

  /** The forests of a training run. */
  enum Part {
    /** That which calibrator and threshold are chosen by. */
    TRAINING,
    /** That which is published. */
    PAST
  }

  @Option(
      names = "--learn",
      defaultValue = "PAST",
      description =
          "the rows of a training run that the forest learns from: past for the forest that is"
              + " published (the default), training for the one that its threshold is chosen by")
  private Part part = Part.PAST;

  @Option(
      names = "--test-cutoffs",
      defaultValue = "1",
      description = "of the training run (default: ${DEFAULT-VALUE})")
  private int tests;

  @Option(
      names = "--validation-cutoffs",
      defaultValue = "1",
      description = "of the training run (default: ${DEFAULT-VALUE})")
  private int validations;

  @Option(
      names = "--until",
      description = "the last cutoff whose rows the forest learns from, whatever a run would say")
  private @Nullable Instant until;

  /**
   * The last cutoff to learn from.
   *
   * @throws UnusableInputException if the rows leave none
   */
  Instant until(JsonNode manifest, RowsFile rows) throws IOException {
    if (until != null) {
      return until;
    }
    if (tests < 1 || validations < 1) {
      throw new UnusableInputException("--test-cutoffs and --validation-cutoffs are at least 1");
    }
    NavigableSet<Instant> cutoffs = rows.labelledCutoffs();
    NavigableSet<Instant> learnt =
        TimeSplit.of(cutoffs, horizon(manifest), tests, validations)
            .map(split -> part == Part.PAST ? split.past() : split.training())
            .filter(found -> !found.isEmpty())
            .orElseThrow(() ->
                new UnusableInputException(
                    "Of the %d cutoffs with labels none is left to learn from, as label windows must"
                            .formatted(cutoffs.size())
                        + " not reach into the next part. Say --until."));
    return learnt.last();
  }

  private static Duration horizon(JsonNode manifest) {
    JsonNode definition = manifest.path("labels").path(0).path("definition");
    if (definition.isMissingNode()) {
      throw new UnusableInputException(
          "The manifest does not tell how far its label looks ahead. Say --until.");
    }
    return LabelDefinition.parse(
            definition.isString() ? definition.stringValue() : definition.toString())
        .horizon();
  }
}
