package io.churnops.forest.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.dataset.DatasetView;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.TrainerProvenance;

/** Makes Tribuo models of compiled forests, with the provenance of one training. */
record TribuoExport(
    ForestParameters parameters,
    TrainerProvenance trainer,
    Map<String, Provenance> run,
    Instant trainedAt) {

  /** How the trees' shares are averaged. */
  static final FullyWeightedVotingCombiner COMBINER = new FullyWeightedVotingCombiner();

  private static final String NAME = "histogram-forest";
  private static final String MISSING = "missing";

  /** Tells of the run where missing values go, if that was learnt. */
  TribuoExport {
    run = new TreeMap<>(run);
    if (parameters.learnsMissing()) {
      run.put(MISSING, new StringProvenance(MISSING, "learned"));
    }
  }

  /**
   * The forest as a Tribuo model with the domains of the dataset it was trained on; a table's gets
   * the mirrors that the forest needs.
   *
   * @throws IllegalArgumentException if splits send missing values right, and it is no table
   */
  WeightedEnsembleModel<Label> export(CompiledForest forest, Dataset<Label> trainedOn) {
    Dataset<Label> dataset = mirrored(trainedOn, MirroredColumns.of(forest));
    ImmutableFeatureMap features = dataset.getFeatureIDMap();
    ImmutableOutputInfo<Label> labels = dataset.getOutputIDInfo();
    List<String> columns = TableDataset.columnsOf(dataset);
    int[] featureIds =
        Stream.concat(columns.stream(), MirroredColumns.names(columns).stream())
            .mapToInt(features::getID)
            .toArray();
    var domains = new DatasetView<>(dataset, new int[0], features, labels, "domains");
    List<Model<Label>> models = new ArrayList<>();
    for (int tree = 0; tree < forest.trees(); tree++) {
      models.add(new GrownTreeTrainer(forest, tree, featureIds, parameters).train(domains, run));
    }
    var provenance =
        new EnsembleModelProvenance(
            WeightedEnsembleModel.class.getName(),
            trainedAt.atOffset(ZoneOffset.UTC),
            dataset.getProvenance(),
            trainer,
            run,
            ListProvenance.createListProvenance(models));
    return new WeightedEnsembleModel<>(NAME, provenance, features, labels, models, COMBINER);
  }

  /** Whether a model is a forest that was made here. */
  static boolean made(Model<Label> model) {
    return model instanceof WeightedEnsembleModel<Label> ensemble
        && ensemble.getName().equals(NAME)
        && ensemble.getModels().stream().allMatch(TreeModel.class::isInstance);
  }

  private static Dataset<Label> mirrored(Dataset<Label> dataset, int[] columns) {
    if (columns.length == 0) {
      return dataset;
    }
    if (dataset instanceof TableDataset table) {
      return table.withMirrors(columns);
    }
    throw new IllegalArgumentException("only a table tells which of its values are missing");
  }
}
