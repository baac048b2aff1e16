package io.churnops.training.retraining;

import io.churnops.training.runs.TrainingRuns;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Has a training run make a version of the training set, and waits for its end. */
@Component
class TrainWork implements StepWork {

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
    JsonNode begun = step.progress().path("runId");
    if (begun.isMissingNode()) {
      String runId = submit(retraining, step);
      return new StepOutcome.Waiting(
          Map.of("runId", runId), "Training run %s is under way.".formatted(runId));
    }
    TrainingRuns.Outcome run = runs.outcome(begun.asString());
    if (!run.ended()) {
      return new StepOutcome.Waiting(
          Map.of("runId", run.runId()), "Training run %s is under way.".formatted(run.runId()));
    }
    if (run.modelVersion() == null) {
      return new StepOutcome.Failed(
          run.code(),
          run.detail() == null
              ? "Training run %s ended without a version.".formatted(run.runId())
              : run.detail());
    }
    return new StepOutcome.Done(
        Map.of("runId", run.runId(), "modelVersion", run.modelVersion()),
        "Training run %s made version %d.".formatted(run.runId(), run.modelVersion()));
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
