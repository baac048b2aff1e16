package io.churnops.training.retraining;

import io.churnops.training.datasets.DatasetManifest;
import io.churnops.training.datasets.DatasetRequests;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.ModelRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Holds a training set against what a model needs, before an hour is spent on it: rows with labels,
 * both outcomes, the columns that the champion reads. What feature-service warns of is passed on.
 */
@Component
class ValidateWork implements StepWork {

  private static final int MOST_TOLD = 5;

  private final DatasetRequests datasets;
  private final ModelRegistry registry;

  ValidateWork(DatasetRequests datasets, ModelRegistry registry) {
    this.datasets = datasets;
    this.registry = registry;
  }

  @Override
  public Step step() {
    return Step.VALIDATE;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    JsonNode dataset = retraining.resultOf(Step.DATASET);
    String id = dataset.path("datasetId").asString();
    DatasetManifest whole =
        datasets.complete(id).orElseThrow(() -> new IllegalStateException(id + " is incomplete"));
    String label = dataset.path("label").asString(whole.label().name());
    DatasetManifest manifest = whole.ofLabel(label);
    int stayed = manifest.labelled() - manifest.positives();
    if (manifest.positives() == 0 || stayed == 0) {
      return new StepOutcome.Failed(
          manifest.labelled() == 0 ? "no_labelled_rows" : "one_class",
          "Of the %d rows of training set %s %d have the label %s: %d left, %d stayed. A model needs both."
              .formatted(
                  manifest.rows(),
                  id,
                  manifest.labelled(),
                  manifest.label().name(),
                  manifest.positives(),
                  stayed));
    }
    List<String> warnings = new ArrayList<>(datasets.warnings(id));
    List<String> missing = missing(retraining.model(), manifest);
    if (!missing.isEmpty()) {
      warnings.add(
          "The champion reads columns that are not there, so it cannot be compared: " + missing);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("labelled", manifest.labelled());
    result.put("positives", manifest.positives());
    result.put("warnings", warnings.stream().limit(MOST_TOLD).toList());
    return new StepOutcome.Done(
        result,
        "%d rows have a label, %d left and %d stayed%s."
            .formatted(
                manifest.labelled(),
                manifest.positives(),
                stayed,
                warnings.isEmpty() ? "" : "; %d warnings".formatted(warnings.size())));
  }

  private List<String> missing(String model, DatasetManifest manifest) {
    Set<String> there =
        manifest.columns().stream().map(DatasetManifest.Column::name).collect(Collectors.toSet());
    return registry
        .meantBy(model, Alias.CHAMPION)
        .map(champion ->
            champion
                .signature()
                .at("/inputs/columns")
                .valueStream()
                .map(column -> column.path("name").asString())
                .filter(name -> !there.contains(name))
                .toList())
        .orElse(List.of());
  }
}
