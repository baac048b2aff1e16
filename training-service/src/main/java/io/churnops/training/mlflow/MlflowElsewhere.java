package io.churnops.training.mlflow;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Says of the parts of MLflow's API that are not here that they are not. */
@Hidden
@RestController
class MlflowElsewhere extends MlflowApi {

  @RequestMapping(MlflowApi.ROOT + "**")
  @PreAuthorize("isAuthenticated()")
  ObjectNode unknown(HttpServletRequest request) {
    throw new MlflowException(
        ErrorCode.ENDPOINT_NOT_FOUND,
        "%s %s is not among the endpoints of MLflow that this server has; docs/mlflow.md lists them"
            .formatted(request.getMethod(), request.getRequestURI()));
  }
}
