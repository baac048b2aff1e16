package io.churnops.forest.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
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

  /** The forest as a Tribuo model with the domains of the dataset it was trained on. */
  WeightedEnsembleModel<Label> export(CompiledForest forest, Dataset<Label> dataset) {
    ImmutableFeatureMap features = dataset.getFeatureIDMap();
    ImmutableOutputInfo<Label> labels = dataset.getOutputIDInfo();
    int[] featureIds = TableDataset.columnsOf(dataset).stream().mapToInt(features::getID).toArray();
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
    return new WeightedEnsembleModel<>(
        "histogram-forest",
        provenance,
        features,
        labels,
        models,
        new FullyWeightedVotingCombiner());
  }
}
