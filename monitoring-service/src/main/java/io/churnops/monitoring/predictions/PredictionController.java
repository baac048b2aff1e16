package io.churnops.monitoring.predictions;

import io.churnops.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers what was predicted. */
@RestController
@Tag(name = "Predictions", description = "What serving predicted, with its inputs")
class PredictionController {

  private static final int MOST = 500;

  private final PredictionTable predictions;

  PredictionController(PredictionTable predictions) {
    this.predictions = predictions;
  }

  @GetMapping(path = "/v1/predictions/{predictionId}", produces = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_monitoring:read')")
  @Operation(summary = "One prediction")
  PredictionAnswer prediction(@PathVariable UUID predictionId) {
    return predictions
        .find(predictionId)
        .orElseThrow(() ->
            new ProblemException(
                HttpStatus.NOT_FOUND,
                "unknown-prediction",
                "Unknown prediction",
                "No prediction %s has arrived here.".formatted(predictionId)));
  }

  @GetMapping(path = "/v1/predictions", produces = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_monitoring:read')")
  @Operation(summary = "The predictions of a customer, the newest first")
  CustomerPredictions predictions(
      @RequestParam
          @Size(min = 1, max = LoggedPrediction.LONGEST_CUSTOMER)
          @Pattern(regexp = "[^\\x00]*", message = "must not hold the character NUL")
          String customer,
      @RequestParam(defaultValue = "20") @Min(1) @Max(MOST) int limit) {
    return new CustomerPredictions(customer, predictions.ofCustomer(customer, limit));
  }

  /** Predictions of one customer. */
  record CustomerPredictions(String customerId, List<PredictionAnswer> predictions) {}
}
