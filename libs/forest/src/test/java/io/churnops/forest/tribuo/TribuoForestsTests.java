package io.churnops.forest.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.Tables;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.UntrainableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

class TribuoForestsTests {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final ForestParameters PARAMETERS =
      ForestParameters.defaults().withTrees(20).withMinLeafSize(10);

  private final Tables.Known shop = Tables.shop(2_000, 1);
  private final TrainingTable table = shop.table();
  private final ForestTrainer trainer = new ForestTrainer(2);
  private final CompiledForest forest = trainer.train(table, PARAMETERS);

  @Test
  void exportsAModelThatScoresTheSame() {
    WeightedEnsembleModel<Label> model =
        TribuoForests.export(forest, table, PARAMETERS, "the shop", NOW);

    assertThat(model.getModels()).hasSize(20).allMatch(TreeModel.class::isInstance);
    for (float[] row : shop.rows()) {
      assertThat(TribuoForests.score(model, table.columns(), row))
          .isCloseTo(forest.score(row), within(1e-12));
    }
  }

  @Test
  void compilesWhatItExported() {
    WeightedEnsembleModel<Label> model =
        TribuoForests.export(forest, table, PARAMETERS, "the shop", NOW);
    CompiledForest compiled =
        TribuoForests.compile(model, table.columns(), Arrays.asList(shop.rows()));

    for (float[] row : shop.rows()) {
      assertThat(compiled.score(row)).isEqualTo(forest.score(row));
    }
  }

  @Test
  void survivesTheProtobufRoundTrip() {
    WeightedEnsembleModel<Label> model =
        TribuoForests.export(forest, table, PARAMETERS, "the shop", NOW);
    Model<Label> read = Model.deserialize(model.serialize()).castModel(Label.class);

    assertThat(read.serialize()).isEqualTo(model.serialize());
    assertThat(TribuoForests.compile(read, table.columns(), Arrays.asList(shop.rows())).nodes())
        .isEqualTo(forest.nodes());
  }

  @Test
  void recordsWhereTheModelComesFrom() {
    var provenance =
        TribuoForests.export(forest, table, PARAMETERS, "the shop", NOW).getProvenance();

    assertThat(provenance.getTrainingTime().toInstant()).isEqualTo(NOW);
    assertThat(provenance.getDatasetProvenance().getNumExamples()).isEqualTo(2_000);
    assertThat(provenance.getDatasetProvenance().getSourceProvenance().toString())
        .contains("the shop");
    assertThat(provenance.getTrainerProvenance().toString())
        .contains("minLeafSize=10", "trees=20", "seed=42");
  }

  @Test
  void trainsAsATribuoTrainer() {
    var tribuoTrainer = new HistogramForestTrainer(PARAMETERS, trainer, InstantSource.fixed(NOW));
    MutableDataset<Label> dataset = tribuoDataset();
    Model<Label> first = tribuoTrainer.train(dataset);
    Model<Label> second = tribuoTrainer.train(dataset);
    Model<Label> firstAgain = tribuoTrainer.train(dataset, Map.of(), 0);

    assertThat(tribuoTrainer.getInvocationCount()).isEqualTo(1);
    List<String> columns = table.columns();
    float[][] rows = Arrays.copyOf(shop.rows(), 200);
    double different = 0;
    for (float[] row : rows) {
      double score = TribuoForests.score(first, columns, row);
      assertThat(TribuoForests.score(firstAgain, columns, row)).isEqualTo(score);
      different += Math.abs(TribuoForests.score(second, columns, row) - score);
    }
    assertThat(different).isPositive();
  }

  @Test
  void seesATableAsADataset() {
    var dataset =
        new TableDataset(
            table,
            new SimpleDataSourceProvenance(
                "the shop", NOW.atOffset(ZoneOffset.UTC), new LabelFactory()));
    MutableDataset<Label> copy = tribuoDataset();

    assertThat(dataset).hasSize(2_000).containsExactlyElementsOf(copy.getData());
    assertThat(dataset.getFeatureIDMap()).isEqualTo(copy.getFeatureIDMap());
    assertThat(dataset.getOutputIDInfo().serialize()).isEqualTo(copy.getOutputIDInfo().serialize());
    assertThat(dataset.getData()).hasSize(2_000);
    assertThat(dataset.getOutputs()).hasSize(2);
    assertThat(MutableDataset.deserialize(dataset.serialize()).size()).isEqualTo(2_000);
  }

  /** Other datasets do not tell which values are missing: there, they are low. */
  @Test
  void learnsWhereMissingValuesGoFromATable() {
    var source =
        new SimpleDataSourceProvenance(
            "the shop", NOW.atOffset(ZoneOffset.UTC), new LabelFactory());
    var tribuoTrainer = new HistogramForestTrainer(PARAMETERS, trainer, InstantSource.fixed(NOW));

    Model<Label> learnt = tribuoTrainer.train(new TableDataset(table, source), Map.of(), 0);
    Model<Label> low = tribuoTrainer.train(tribuoDataset(), Map.of(), 0);

    assertThat(learnt.getFeatureIDMap().keySet()).contains("ratio (missing high)");
    assertThat(learnt.getProvenance().getInstanceProvenance().toString()).contains("learned");
    for (float[] row : Arrays.copyOf(shop.rows(), 200)) {
      assertThat(TribuoForests.score(learnt, table.columns(), row))
          .isCloseTo(forest.score(row), within(1e-12));
    }
    assertThat(low.getFeatureIDMap().keySet()).containsExactlyInAnyOrderElementsOf(table.columns());
    assertThat(low.getProvenance().getInstanceProvenance().toString()).doesNotContain("learned");
  }

  @Test
  void compilesTribuosOwnForests() {
    Model<Label> model = tribuosOwn(new FullyWeightedVotingCombiner());
    CompiledForest compiled =
        TribuoForests.compile(model, table.columns(), Arrays.asList(shop.rows()));

    assertThat(compiled.trees()).isEqualTo(5);
  }

  /** The combiner has no getter, so only comparing scores can tell that votes are counted. */
  @Test
  void refusesAForestThatCombinesItsTreesOtherwise() {
    Model<Label> model = tribuosOwn(new VotingCombiner());

    assertThatThrownBy(
            () -> TribuoForests.compile(model, table.columns(), Arrays.asList(shop.rows())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its compiled form");
  }

  @Test
  void refusesAModelOfOtherInputs() {
    Model<Label> model = TribuoForests.export(forest, table, PARAMETERS, "the shop", NOW);

    assertThatThrownBy(() -> TribuoForests.compile(model, List.of("orders"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no input");
  }

  @Test
  void refusesOtherLabelsAndOneClass() {
    var tribuoTrainer = new HistogramForestTrainer(PARAMETERS, trainer, InstantSource.fixed(NOW));
    MutableDataset<Label> maybe = tribuoDataset();
    maybe.add(example(new Label("maybe"), 0));
    MutableDataset<Label> stayers = emptyDataset();
    for (int row = 0; row < 100; row++) {
      stayers.add(example(new Label("0"), row));
    }

    assertThatThrownBy(() -> tribuoTrainer.train(maybe))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maybe");
    assertThatThrownBy(() -> tribuoTrainer.train(stayers)).isInstanceOf(UntrainableException.class);
  }

  private Model<Label> tribuosOwn(EnsembleCombiner<Label> combiner) {
    var cart = new CARTClassificationTrainer(6, 0.5f, 1);
    return new RandomForestTrainer<>(cart, combiner, 5).train(tribuoDataset());
  }

  private MutableDataset<Label> tribuoDataset() {
    MutableDataset<Label> dataset = emptyDataset();
    for (int row = 0; row < table.rows(); row++) {
      dataset.add(example(new Label(table.label(row) ? "1" : "0"), row));
    }
    return dataset;
  }

  private static MutableDataset<Label> emptyDataset() {
    var factory = new LabelFactory();
    return new MutableDataset<>(
        new SimpleDataSourceProvenance("the shop", NOW.atOffset(ZoneOffset.UTC), factory), factory);
  }

  private ArrayExample<Label> example(Label label, int row) {
    var example = new ArrayExample<>(label);
    for (int column = 0; column < table.columns().size(); column++) {
      example.add(table.columns().get(column), table.value(row, column));
    }
    return example;
  }
}
