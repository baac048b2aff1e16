package io.churnops.monitoring.drift;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers how far predictions have moved. */
@RestController
@Tag(name = "Drift", description = "Predictions against the baseline of their model")
class DriftController {

  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  private final MeasureDrift measureDrift;

  DriftController(MeasureDrift measureDrift) {
    this.measureDrift = measureDrift;
  }

  @GetMapping(path = "/v1/drift", produces = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_monitoring:read')")
  @Operation(
      summary = "Drift of the features and the score of a model version",
      description = "Population stability index with sample sizes and what chance alone reaches.")
  DriftReport drift(
      @Parameter(example = "churn")
          @RequestParam
          @Pattern(regexp = NAME, message = "must be the name of a model")
          String model,
      @Parameter(
              description =
                  "the champion unless given; without one, that of the newest predictions")
          @RequestParam(required = false)
          @Nullable Integer version,
      @Parameter(description = "a day before `to` unless given") @RequestParam(required = false)
          @Nullable Instant from,
      @Parameter(description = "now unless given") @RequestParam(required = false)
          @Nullable Instant to) {
    return measureDrift.measure(model, version, from, to);
  }
}
