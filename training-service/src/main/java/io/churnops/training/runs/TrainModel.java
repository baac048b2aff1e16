package io.churnops.training.runs;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.FetchDataset;
import io.churnops.training.forests.FindForests;
import org.springframework.stereotype.Component;

/** One run from its dataset to its version. */
@Component
class TrainModel {

  private final FetchDataset fetchDataset;
  private final FindForests findForests;
  private final SearchParameters searchParameters;
  private final TrainAndJudge trainAndJudge;
  private final PublishModel publishModel;

  TrainModel(
      FetchDataset fetchDataset,
      FindForests findForests,
      SearchParameters searchParameters,
      TrainAndJudge trainAndJudge,
      PublishModel publishModel) {
    this.fetchDataset = fetchDataset;
    this.findForests = findForests;
    this.searchParameters = searchParameters;
    this.trainAndJudge = trainAndJudge;
    this.publishModel = publishModel;
  }

  void train(RunQueue.Claim claim) {
    RunRequest request = claim.request();
    Dataset data = fetchDataset.fetch(request.datasetId(), request.label());
    TrainedModel trained =
        trainAndJudge.train(
            data,
            searchParameters.best(claim, data),
            findForests.find(request.forestsOrNone()),
            claim.progress());
    claim.progress().enter(RunPhase.PUBLISHING);
    publishModel.publish(claim, data, trained);
  }
}
