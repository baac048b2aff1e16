package io.churnops.training.retraining;

import io.churnops.training.datasets.RequireDataset;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.runs.TrainingRuns;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes in requests for retrainings, whoever makes them, and refuses what could never be done. */
@Component
class SubmitRetraining {

  private final Retrainings retrainings;
  private final TrainingRuns runs;
  private final ModelRegistry registry;
  private final RequireDataset requireDataset;

  SubmitRetraining(
      Retrainings retrainings,
      TrainingRuns runs,
      ModelRegistry registry,
      RequireDataset requireDataset) {
    this.retrainings = retrainings;
    this.runs = runs;
    this.registry = registry;
    this.requireDataset = requireDataset;
  }

  /**
   * Adds a retraining; the same key of the same principal gives the same one.
   *
   * @throws io.churnops.kit.problem.ProblemException when it is refused
   */
  Retraining submit(
      RetrainingRequest request, Retraining.Source source, String by, @Nullable String key) {
    check(request);
    return retrainings.submit(request, source, by, key);
  }

  /** Refuses what could never be done. */
  void check(RetrainingRequest request) {
    Map<String, Object> train = request.train();
    if (train != null) {
      runs.check(request.model(), train);
    }
    if (request.dataset() == null && registry.meantBy(request.model(), Alias.CHAMPION).isEmpty()) {
      throw RetrainingException.nothingToGoBy(request.model());
    }
  }

  /**
   * Refuses a training set that feature-service does not know. Only people are: schedules that fire
   * and messages must not wait for another service, and their retraining says the same.
   */
  void requireDataset(RetrainingRequest request) {
    request.namedDataset().ifPresent(id -> requireDataset.require("dataset.id", id));
  }
}
