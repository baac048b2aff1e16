package io.churnops.training.mlflow;

import io.swagger.v3.oas.annotations.Hidden;
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

  @PostMapping("model-versions/create")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode createVersion() {
    throw MlflowException.invalid(
        "Versions come from training runs, so that data and code of each are known: POST"
            + " /v1/training-runs or /v1/retraining makes one");
  }
}
