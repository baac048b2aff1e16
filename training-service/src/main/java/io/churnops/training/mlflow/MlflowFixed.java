package io.churnops.training.mlflow;

import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelView;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Says what to do instead where MLflow's clients want to change what is fixed in this registry. */
@Hidden
@RestController
@RequestMapping(MlflowApi.MLFLOW)
class MlflowFixed extends MlflowApi {

  private final ModelRegistry registry;

  MlflowFixed(ModelRegistry registry) {
    this.registry = registry;
  }

  /** Clients that register a version create its model first, and go on when there is one. */
  @PostMapping("registered-models/create")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode create(InputStream body) {
    String name = Fields.of(body).text("name");
    if (registry.models().stream().map(ModelView::name).anyMatch(name::equals)) {
      throw new MlflowException(
          ErrorCode.RESOURCE_ALREADY_EXISTS, "There is a model '%s'".formatted(name));
    }
    throw MlflowException.invalid(
        "A model begins with its first version, which POST /v1/training-runs makes");
  }

  @PostMapping("model-versions/create")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode createVersion() {
    throw MlflowException.invalid(
        "Versions come from training runs, so that data and code of each are known: POST"
            + " /v1/training-runs or /v1/retraining makes one");
  }

  @RequestMapping({
    "registered-models/rename",
    "registered-models/update",
    "registered-models/delete",
    "registered-models/set-tag",
    "registered-models/delete-tag"
  })
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode changeModel() {
    throw MlflowException.invalid(
        "A model keeps its name, and has no description or tags of its own; tag the runs");
  }

  @RequestMapping({
    "model-versions/update",
    "model-versions/delete",
    "model-versions/set-tag",
    "model-versions/delete-tag"
  })
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode changeVersion() {
    throw MlflowException.invalid(
        "A version never changes through this API; tag its run, and see /v1/models for the rest");
  }
}
