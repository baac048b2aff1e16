package io.churnops.training.retraining;

import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.training.card.ModelCard;
import io.churnops.training.comparison.ComparedRows;
import io.churnops.training.datasets.FetchDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scores the test rows again, from the stored artefact and the stored rows: what the training run
 * told of its model must be what serving will have of it.
 */
@Component
class EvaluateWork implements StepWork {

  private static final double ROUNDING = 1e-9;

  private final FetchDataset fetchDataset;
  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final JsonMapper json;

  EvaluateWork(
      FetchDataset fetchDataset, ModelRegistry registry, ArtefactStore artefacts, JsonMapper json) {
    this.fetchDataset = fetchDataset;
    this.registry = registry;
    this.artefacts = artefacts;
    this.json = json;
  }

  @Override
  public Step step() {
    return Step.EVALUATE;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    String model = retraining.model();
    int version = retraining.resultOf(Step.TRAIN).path("modelVersion").asInt();
    ModelCard card = json.treeToValue(registry.card(model, version), ModelCard.class);
    ModelArtefact artefact = artefacts.verify(registry.version(model, version));
    if (card.split().method() == Split.Method.K_FOLD) {
      return new StepOutcome.Done(
          Map.of("auc", card.evaluation().auc()),
          String.format(
              Locale.ROOT,
              "AUC %.4f out of fold; there are no rows left that the version has not learnt from.",
              card.evaluation().auc()));
    }
    ComparedRows rows =
        ComparedRows.tested(
            fetchDataset.fetchNow(card.data().datasetId(), card.label().name()), card.split());
    double auc = BinaryMetrics.auc(rows.scores(artefact, card), rows.churned());
    double told = card.evaluation().auc();
    if (Math.abs(auc - told) > ROUNDING) {
      return new StepOutcome.Failed(
          "evaluation_differs",
          String.format(
              Locale.ROOT,
              "The artefact of version %d reaches AUC %.6f on the %d test rows; its run told %.6f.",
              version,
              auc,
              rows.size(),
              told));
    }
    return new StepOutcome.Done(
        Map.of("auc", auc, "rows", rows.size()),
        String.format(Locale.ROOT, "AUC %.4f on %d test rows, as the run told.", auc, rows.size()));
  }
}
