package io.churnops.training.runs;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.FetchDataset;
import org.springframework.stereotype.Component;

/** One run from its dataset to its version. */
@Component
class TrainModel {

  private final FetchDataset fetchDataset;
  private final TrainForest trainForest;
  private final PublishModel publishModel;

  TrainModel(FetchDataset fetchDataset, TrainForest trainForest, PublishModel publishModel) {
    this.fetchDataset = fetchDataset;
    this.trainForest = trainForest;
    this.publishModel = publishModel;
  }

  void train(RunQueue.Claim claim) {
    Dataset data = fetchDataset.fetch(claim.request().datasetId());
    publishModel.publish(claim, data, trainForest.train(data, claim.request()));
  }
}
