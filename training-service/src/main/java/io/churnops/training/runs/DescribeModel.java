package io.churnops.training.runs;

import io.churnops.forest.TrainingTable;
import io.churnops.forest.artefact.ArtefactContents;
import io.churnops.forest.artefact.DatasetReference;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.RiskBands;
import io.churnops.forest.artefact.ViewReference;
import io.churnops.forest.tribuo.TribuoForests;
import io.churnops.forest.tribuo.TribuoModelFile;
import io.churnops.training.card.ForestSummary;
import io.churnops.training.card.ModelCard;
import io.churnops.training.card.ModelLimits;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetManifest;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.ColumnStrength;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.tribuo.classification.Label;
import org.tribuo.ensemble.WeightedEnsembleModel;
import tools.jackson.databind.json.JsonMapper;

/** Puts a trained model into words and files: the artefact's contents and the model card. */
@Component
class DescribeModel {

  private static final int MOST_COMPARED_ROWS = 500;
  private static final String ALGORITHM = "Random forest with averaged leaf probabilities";

  private final RunEnvironment environment;
  private final JsonMapper json;

  DescribeModel(RunEnvironment environment, JsonMapper json) {
    this.environment = environment;
    this.json = json;
  }

  ArtefactContents contents(
      RunQueue.Claim claim, int version, Dataset data, TrainedModel trained, Instant now) {
    DatasetManifest manifest = data.manifest();
    var description =
        new ModelDescription(
            claim.request().model(),
            version,
            claim.runId(),
            ALGORITHM,
            trained.parameters(),
            trained.inputs(),
            new ViewReference(manifest.view().name(), manifest.view().fingerprint()),
            new DatasetReference(manifest.datasetId(), manifest.sha256()),
            trained.threshold(),
            RiskBands.around(trained.threshold()),
            Optional.of(trained.calibrator()).filter(calibrator -> !calibrator.isNone()),
            trained.metrics(),
            now);
    WeightedEnsembleModel<Label> tribuo = tribuoModel(manifest, trained, now);
    return new ArtefactContents(
        description,
        trained.forest(),
        manifest.view().definitionText(),
        trained.baseline(),
        trained.referenceRows(),
        TribuoModelFile.content(tribuo));
  }

  /** The forest as Tribuo has it, which scores rows it learnt from, and others, as the compiled. */
  private static WeightedEnsembleModel<Label> tribuoModel(
      DatasetManifest manifest, TrainedModel trained, Instant now) {
    WeightedEnsembleModel<Label> model =
        TribuoForests.export(
            trained.forest(),
            trained.table(),
            trained.parameters(),
            "churnops dataset %s, SHA-256 %s".formatted(manifest.datasetId(), manifest.sha256()),
            now);
    TribuoForests.compile(
        model,
        trained.inputs().names(),
        Stream.concat(
                trained.referenceRows().stream().map(trained.inputs()::encode),
                someTrainingRows(trained.table()))
            .toList());
    return model;
  }

  /** Rows the forest learnt from, evenly spread. */
  private static Stream<float[]> someTrainingRows(TrainingTable table) {
    int taken = Math.min(MOST_COMPARED_ROWS, table.rows());
    return IntStream.range(0, taken)
        .mapToObj(i -> table.row((int) ((long) i * table.rows() / taken)));
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
        trained.segments(),
        trained.thresholdChoice(),
        trained.calibrator(),
        trained.profit(),
        json.readTree(environment.json()),
        ModelLimits.of(
            split,
            trained.evaluation(),
            trained.columns(),
            trained.comparisons(),
            trained.thresholdChoice()),
        ForestSummary.of(
            trained.forest(),
            new ForestSummary.Grown(
                trained.askedTrees(),
                trained.growth().splitting(),
                trained.growth().halfLifeDays(),
                trained.growth().churnedWeight()),
            trained.outOfBag().orElse(null)),
        trained.dependences());
  }

  private static List<String> leakSuspects(List<ColumnStrength> columns) {
    return columns.stream()
        .filter(ColumnStrength::leakSuspect)
        .map(ColumnStrength::column)
        .toList();
  }
}
