package io.churnops.training.retraining;

import io.churnops.training.datasets.DatasetManifest;
import io.churnops.training.datasets.DatasetRequests;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.runs.TrainingRuns;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Has a training set built, once for each time that it is asked for, and waits for it. What the
 * request leaves open is taken from the champion here, so that the steps after agree on it.
 */
@Component
class DatasetWork implements StepWork {

  private static final String DATASET_ID = "datasetId";

  private final DatasetRequests datasets;
  private final ModelRegistry registry;
  private final TrainingRuns runs;

  DatasetWork(DatasetRequests datasets, ModelRegistry registry, TrainingRuns runs) {
    this.datasets = datasets;
    this.registry = registry;
    this.runs = runs;
  }

  @Override
  public Step step() {
    return Step.DATASET;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    if (step.progress().has(DATASET_ID)) {
      return await(step.progress());
    }
    RetrainingRequest request = retraining.request();
    Map<String, Object> progress = new LinkedHashMap<>();
    RetrainingRequest.DatasetWish wish = request.dataset();
    Optional<ModelVersion> champion = registry.meantBy(request.model(), Alias.CHAMPION);
    if (wish != null && wish.id() != null) {
      progress.put(DATASET_ID, wish.id());
      put(progress, "label", wish.label());
    } else {
      Recipe recipe = recipe(retraining, wish, champion);
      progress.put("label", recipe.label());
      progress.put(
          DATASET_ID,
          datasets.request(
              recipe.view(), recipe.label(), recipe.cutoffs(), retraining.keyOf(step)));
    }
    progress.put("train", train(request, champion));
    return new StepOutcome.Waiting(
        progress, "Training set %s is being built.".formatted(progress.get(DATASET_ID)));
  }

  /** The training set that was being built for a retraining, and for nobody else, at its cancel. */
  static Optional<String> unwantedOf(Retraining retraining) {
    RetrainingStep step = retraining.step(Step.DATASET);
    return retraining.request().namedDataset().isPresent() || step.status() != StepStatus.CANCELLED
        ? Optional.empty()
        : Optional.ofNullable(step.progress().path(DATASET_ID).asString(null));
  }

  private record Recipe(String view, String label, List<Instant> cutoffs) {}

  private Recipe recipe(
      Retraining retraining,
      RetrainingRequest.@Nullable DatasetWish wish,
      Optional<ModelVersion> champion) {
    Instant asked = retraining.createdAt();
    if (wish != null && wish.view() != null && wish.label() != null) {
      return new Recipe(
          wish.view(),
          wish.label(),
          Cutoffs.at(wish.cutoffs(), datasets.horizon(wish.label()), asked));
    }
    ModelVersion version =
        champion.orElseThrow(() -> RetrainingException.nothingToGoBy(retraining.model()));
    DatasetManifest before =
        datasets
            .complete(version.datasetId())
            .orElseThrow(() -> RetrainingException.nothingToGoBy(retraining.model()));
    String label = version.signature().at("/label/name").asString(before.label().name());
    return new Recipe(
        before.view().name(),
        label,
        Cutoffs.moved(before.cutoffs(), datasets.horizon(label), asked));
  }

  private Map<String, Object> train(RetrainingRequest request, Optional<ModelVersion> champion) {
    if (request.train() != null) {
      return request.train();
    }
    return champion.map(version -> runs.wishesOf(version.runId())).orElse(Map.of());
  }

  private StepOutcome await(JsonNode progress) {
    String id = progress.path(DATASET_ID).asString();
    Map<String, Object> known = new LinkedHashMap<>();
    progress.properties().forEach(member -> known.put(member.getKey(), member.getValue()));
    Optional<DatasetManifest> complete = datasets.complete(id);
    if (complete.isEmpty()) {
      return new StepOutcome.Waiting(known, "Training set %s is being built.".formatted(id));
    }
    DatasetManifest manifest = complete.get();
    known.put("cutoffs", manifest.cutoffs());
    known.put("rows", manifest.rows());
    return new StepOutcome.Done(
        known,
        "Training set %s has %d rows at %d cutoffs of view %s."
            .formatted(id, manifest.rows(), manifest.cutoffs().size(), manifest.view().name()));
  }

  private static void put(Map<String, Object> map, String name, @Nullable String value) {
    if (value != null) {
      map.put(name, value);
    }
  }
}
