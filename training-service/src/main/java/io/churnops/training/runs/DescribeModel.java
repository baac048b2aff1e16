package io.churnops.training.runs;

import io.churnops.forest.BoostingParameters;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.artefact.ArtefactContents;
import io.churnops.forest.artefact.DatasetReference;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.RiskBands;
import io.churnops.forest.artefact.ViewReference;
import io.churnops.forest.tribuo.TribuoModelFile;
import io.churnops.training.card.ForestSummary;
import io.churnops.training.card.ModelCard;
import io.churnops.training.card.ModelLimits;
import io.churnops.training.card.RowWeighting;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetManifest;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.ColumnStrength;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts a trained model into words and files: the artefact's contents and the model card. */
@Component
class DescribeModel {

  private final RunEnvironment environment;
  private final JsonMapper json;

  DescribeModel(RunEnvironment environment, JsonMapper json) {
    this.environment = environment;
    this.json = json;
  }

  ArtefactContents contents(
      String model, String runId, int version, Dataset data, TrainedModel trained, Instant now) {
    DatasetManifest manifest = data.manifest();
    var description =
        new ModelDescription(
            model,
            version,
            runId,
            algorithm(trained.parameters()),
            trained.parameters(),
            trained.inputs(),
            new ViewReference(manifest.view().name(), manifest.view().fingerprint()),
            new DatasetReference(manifest.datasetId(), manifest.sha256()),
            trained.threshold(),
            RiskBands.around(trained.threshold()),
            Optional.of(trained.calibrator()).filter(calibrator -> !calibrator.isNone()),
            trained.metrics(),
            now);
    Model<Label> tribuo = trained.fitted().tribuo(now, trained.referenceRows());
    return new ArtefactContents(
        description,
        trained.fitted().compiled(),
        manifest.view().definitionText(),
        trained.baseline(),
        trained.referenceRows(),
        TribuoModelFile.content(tribuo));
  }

  ModelCard card(ModelDescription model, Dataset data, TrainedModel trained) {
    DatasetManifest manifest = data.manifest();
    SplitReport split = SplitReport.of(data, trained.split());
    return new ModelCard(
        model.modelName(),
        model.modelVersion(),
        model.runId(),
        model.createdAt(),
        model.algorithm(),
        model.parameters(),
        new ModelCard.Data(
            manifest.datasetId(),
            manifest.sha256(),
            manifest.knownTime(),
            manifest.rows(),
            manifest.labelled(),
            manifest.positives(),
            manifest.cutoffs().size()),
        new ModelCard.Label(
            manifest.label().name(),
            manifest.label().fingerprint(),
            manifest.label().horizon(),
            manifest.label().definition()),
        new ModelCard.View(
            manifest.view().name(), manifest.view().fingerprint(), manifest.columns().size()),
        split,
        model.threshold(),
        model.riskBands(),
        model.metrics(),
        trained.evaluation(),
        trained.columns(),
        leakSuspects(trained.columns()),
        trained.importances(),
        trained.comparisons(),
        trained.algorithms(),
        trained.segments(),
        trained.thresholdChoice(),
        trained.calibrator(),
        trained.profit(),
        environment(trained),
        ModelLimits.of(
            split,
            trained.evaluation(),
            trained.columns(),
            trained.comparisons(),
            trained.algorithms(),
            trained.thresholdChoice()),
        forest(trained),
        trained.dependences(),
        RowWeighting.of(trained.growth().halfLifeDays(), trained.growth().churnedWeight()));
  }

  /** What the run ran on, and where forests were grown that it did not grow itself. */
  private JsonNode environment(TrainedModel trained) {
    ObjectNode facts = json.readTree(environment.json()).asObject();
    if (!trained.fitted().grownElsewhere().isEmpty()) {
      facts.set("grownElsewhere", json.valueToTree(trained.fitted().grownElsewhere()));
    }
    return facts;
  }

  /** What the model was really trained with, side by side. */
  JsonNode parameters(TrainedModel trained) {
    ObjectNode parameters = json.valueToTree(trained.parameters());
    parameters.setAll(json.<ObjectNode>valueToTree(trained.growth().of(trained.parameters())));
    if (trained.asked() instanceof ForestParameters asked
        && trained.parameters() instanceof ForestParameters grown
        && asked.trees() > grown.trees()) {
      parameters.put("askedTrees", asked.trees());
    }
    if (trained.asked() instanceof BoostingParameters asked
        && trained.parameters() instanceof BoostingParameters boosted
        && asked.rounds() > boosted.rounds()) {
      parameters.put("askedRounds", asked.rounds());
    }
    return parameters;
  }

  private static @Nullable ForestSummary forest(TrainedModel trained) {
    GrowthOptions growth = trained.growth();
    if (trained.fitted().compiled() instanceof CompiledForest forest
        && trained.asked() instanceof ForestParameters asked
        && growth.splitting() != null) {
      var grown =
          new ForestSummary.Grown(
              asked.trees(), growth.splitting(), growth.halfLifeDays(), growth.churnedWeight());
      return ForestSummary.of(forest, grown, trained.outOfBag().orElse(null));
    }
    return null;
  }

  private static String algorithm(ModelParameters parameters) {
    return switch (parameters) {
      case ForestParameters _ -> "Random forest with averaged leaf probabilities";
      case LogisticParameters _ -> "Logistic regression on standardised logarithms";
      case BoostingParameters _ -> "Gradient boosted trees, by XGBoost";
    };
  }

  private static List<String> leakSuspects(List<ColumnStrength> columns) {
    return columns.stream()
        .filter(ColumnStrength::leakSuspect)
        .map(ColumnStrength::column)
        .toList();
  }
}
