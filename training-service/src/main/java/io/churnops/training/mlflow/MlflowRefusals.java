package io.churnops.training.mlflow;

import io.churnops.kit.security.ForeignRefusals;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Refuses MLflow's clients in MLflow's words. */
@Component
class MlflowRefusals implements ForeignRefusals {

  @Override
  public Optional<Object> refusal(HttpServletRequest request, HttpStatus status, String detail) {
    return request.getRequestURI().startsWith(MlflowApi.ROOT)
        ? Optional.of(new MlflowError(ErrorCode.of(status, ""), detail))
        : Optional.empty();
  }
}
