package io.churnops.training.runs;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.Split;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds the parameters of a run that wants them searched. */
@Component
class SearchParameters {

  private final TrialLog trials;
  private final JsonMapper json;
  private final int threads;

  SearchParameters(TrialLog trials, JsonMapper json, TrainingProperties properties) {
    this.trials = trials;
    this.json = json;
    this.threads = properties.threads();
  }

  /**
   * The request with the best parameters in it, or as it is where it wants no search. The test rows
   * have no say.
   *
   * @throws io.churnops.training.datasets.DatasetException if no trial succeeded
   */
  RunRequest best(RunQueue.Claim claim, Dataset data) {
    RunRequest request = claim.request();
    SearchWish wish = request.search();
    if (wish == null) {
      return request;
    }
    Split split = Split.of(data, request.splitRequest());
    var points = new SearchPoints(request, split.training().length, json);
    var judge = new JudgeTrial(data, split, request, wish, points, threads);
    return points.request(new ParameterSearch(claim, wish, points, judge, trials).best());
  }
}
