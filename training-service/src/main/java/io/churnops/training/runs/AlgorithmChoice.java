package io.churnops.training.runs;

import io.churnops.forest.Algorithm;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.evaluation.AlgorithmComparison;
import java.util.Comparator;
import java.util.List;

/**
 * The algorithms that a run compares, fitted to its training rows. The one that the request names
 * is chosen, or the best on the validation rows; the test rows have no say.
 */
final class AlgorithmChoice {

  private final FitModel fitModel;
  private final Dataset data;
  private final Split split;
  private final List<Candidate> candidates;
  private final Candidate chosen;

  private AlgorithmChoice(
      FitModel fitModel,
      Dataset data,
      Split split,
      List<Candidate> candidates,
      RunRequest request) {
    this.fitModel = fitModel;
    this.data = data;
    this.split = split;
    this.candidates = candidates;
    this.chosen =
        candidates.stream()
            .filter(candidate -> request.mayPublish(candidate.algorithm()))
            .findFirst()
            .orElseThrow();
  }

  static AlgorithmChoice of(FitModel fitModel, Dataset data, Split split, RunRequest request) {
    boolean[] churned = data.churned(split.validation());
    List<Candidate> candidates =
        request.algorithms().stream()
            .map(algorithm -> request.modelParameters(algorithm, split.training().length))
            .map(asked -> Candidate.of(asked, fitModel, data, split, churned))
            .sorted(Comparator.comparingDouble(Candidate::validationAuc).reversed())
            .toList();
    return new AlgorithmChoice(fitModel, data, split, candidates, request);
  }

  /** The chosen one, fitted to the training rows. */
  FittedModel best() {
    return chosen.fitted();
  }

  /** What the chosen one was asked to be; time may have ended before all its trees were grown. */
  ModelParameters asked() {
    return chosen.asked();
  }

  /**
   * All of them on the test rows, each fitted to all rows of the past with as many trees as it had,
   * the best on the validation rows first; none where there was nothing to compare.
   *
   * @param scores of the chosen model, of the test rows
   */
  List<AlgorithmComparison> onTest(double[] scores, Bootstrap bootstrap) {
    if (candidates.size() == 1) {
      return List.of();
    }
    return candidates.stream().map(candidate -> onTest(candidate, scores, bootstrap)).toList();
  }

  private AlgorithmComparison onTest(Candidate candidate, double[] scores, Bootstrap bootstrap) {
    boolean[] churned = data.churned(split.test());
    if (candidate == chosen) {
      return AlgorithmComparison.ofPublished(
          candidate.fitted().parameters(),
          candidate.validationAuc(),
          BinaryMetrics.auc(scores, churned));
    }
    FittedModel last = fitModel.fitWhole(split.past(), candidate.fitted().parameters());
    return AlgorithmComparison.ofAnother(
        last.parameters(),
        candidate.validationAuc(),
        last.compiled().scores(data.encoded(last.inputs(), split.test())),
        scores,
        churned,
        bootstrap);
  }

  private record Candidate(ModelParameters asked, FittedModel fitted, double validationAuc) {

    static Candidate of(
        ModelParameters asked, FitModel fitModel, Dataset data, Split split, boolean[] churned) {
      FittedModel fitted = fitModel.fit(split.training(), asked);
      float[][] validation = data.encoded(fitted.inputs(), split.validation());
      double auc = BinaryMetrics.auc(fitted.compiled().scores(validation), churned);
      return new Candidate(asked, fitted, auc);
    }

    Algorithm algorithm() {
      return Algorithm.of(asked);
    }
  }
}
