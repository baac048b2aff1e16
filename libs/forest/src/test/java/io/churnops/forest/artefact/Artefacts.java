package io.churnops.forest.artefact;

import io.churnops.forest.Boosted;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.forest.tribuo.LogisticTrainer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A small trained model to write into artefacts. */
final class Artefacts {

  static final String VIEW = "view: customer_behaviour # Straße\n";

  static final Calibrator CALIBRATOR =
      new Calibrator(
          Calibrator.Method.ISOTONIC, List.of(0.0, 0.3, 0.6, 1.0), List.of(0.0, 0.2, 0.7, 1.0));

  private Artefacts() {}

  /** A forest. */
  static ArtefactContents contents() {
    return contents(ForestParameters.defaults().withTrees(9));
  }

  static ArtefactContents contents(ModelParameters parameters) {
    List<InputColumn> columns =
        List.of(
            new InputColumn("days_since_last_order", InputType.NUMBER),
            new InputColumn("country", InputType.CATEGORY));
    List<LabelledRow> rows = rows();
    ForestInputs inputs = ForestInputs.fit(columns, rows);
    TrainingTable table = TrainingTable.of(inputs, rows);
    CompiledModel compiled =
        switch (parameters) {
          case ForestParameters forest -> new ForestTrainer(1).train(table, forest);
          case LogisticParameters logistic ->
              LogisticTrainer.train(inputs, table, logistic, "rows").compiled();
          case BoostingParameters _ -> Boosted.example(inputs.size());
        };
    List<FeatureRow> features = rows.stream().map(LabelledRow::row).toList();
    var model =
        new ModelDescription(
            "churn",
            3,
            "run-1",
            "histogram random forest",
            parameters,
            inputs,
            new ViewReference("customer_behaviour", "a1b2"),
            new DatasetReference("dataset-1", "c3d4"),
            0.42,
            RiskBands.around(0.42),
            Optional.of(CALIBRATOR),
            Map.of("auc", 0.81, "f1", 0.6),
            Instant.parse("2026-11-21T10:15:30.123456Z"));
    return new ArtefactContents(
        model,
        compiled,
        VIEW,
        BaselineProfile.of(columns, features, new double[] {0.1, 0.4, 0.7}),
        features.subList(0, 20),
        out -> out.write("a Tribuo model".getBytes(StandardCharsets.UTF_8)));
  }

  private static List<LabelledRow> rows() {
    var random = new SplittableRandom(5);
    var rows = new ArrayList<LabelledRow>();
    for (int i = 0; i < 400; i++) {
      Double recency = random.nextInt(8) == 0 ? null : random.nextDouble() * 90;
      String country = random.nextInt(9) == 0 ? null : random.nextBoolean() ? "DE" : "FR";
      boolean churned = random.nextDouble() < (recency == null ? 0.8 : recency / 100);
      rows.add(new LabelledRow(FeatureRow.of(Arrays.asList(recency, country)), churned));
    }
    return rows;
  }
}
