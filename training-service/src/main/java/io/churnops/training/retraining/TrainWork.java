package io.churnops.training.retraining;

import io.churnops.training.runs.TrainingRuns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Has a training run make a version of the training set, and waits for its end. */
@Component
class TrainWork implements StepWork {

  private static final String RUN = "runId";

  private final TrainingRuns runs;

  TrainWork(TrainingRuns runs) {
    this.runs = runs;
  }

  @Override
  public Step step() {
    return Step.TRAIN;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    Optional<String> begun = runOf(step);
    if (begun.isEmpty()) {
      return new StepOutcome.Atomic(() -> waitFor(submit(retraining, step)));
    }
    TrainingRuns.Outcome run = runs.outcome(begun.get());
    if (!run.ended()) {
      return waitFor(run.runId());
    }
    if (run.modelVersion() == null) {
      return new StepOutcome.Failed(
          run.code(),
          run.detail() == null
              ? "Training run %s ended without a version.".formatted(run.runId())
              : run.detail());
    }
    return new StepOutcome.Done(
        Map.of(RUN, run.runId(), "modelVersion", run.modelVersion()),
        "Training run %s made version %d.".formatted(run.runId(), run.modelVersion()));
  }

  /** The run that the step waits for. */
  static Optional<String> runOf(RetrainingStep step) {
    return Optional.ofNullable(step.progress().path(RUN).asString(null));
  }

  private static StepOutcome waitFor(String runId) {
    return new StepOutcome.Waiting(
        Map.of(RUN, runId), "Training run %s is under way.".formatted(runId));
  }

  private String submit(Retraining retraining, RetrainingStep step) {
    JsonNode dataset = retraining.resultOf(Step.DATASET);
    Map<String, Object> train = new LinkedHashMap<>();
    dataset.path("train").properties().forEach(wish -> train.put(wish.getKey(), wish.getValue()));
    return runs.submit(
        retraining.model(),
        dataset.path("datasetId").asString(),
        dataset.path("label").asString(null),
        train,
        retraining.actor(),
        retraining.keyOf(step));
  }
}
