package io.churnops.training.runs;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.FetchDataset;
import org.springframework.stereotype.Component;

/** One run from its dataset to its version. */
@Component
class TrainModel {

  private final FetchDataset fetchDataset;
  private final SearchParameters searchParameters;
  private final TrainAndJudge trainAndJudge;
  private final PublishModel publishModel;

  TrainModel(
      FetchDataset fetchDataset,
      SearchParameters searchParameters,
      TrainAndJudge trainAndJudge,
      PublishModel publishModel) {
    this.fetchDataset = fetchDataset;
    this.searchParameters = searchParameters;
    this.trainAndJudge = trainAndJudge;
    this.publishModel = publishModel;
  }

  void train(RunQueue.Claim claim) {
    RunRequest request = claim.request();
    Dataset data = fetchDataset.fetch(request.datasetId(), request.label());
    TrainedModel trained =
        trainAndJudge.train(data, searchParameters.best(claim, data), claim.progress());
    claim.progress().enter(RunPhase.PUBLISHING);
    publishModel.publish(claim, data, trained);
  }
}
