package io.churnops.feature.online;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.online.FeaturesAnswer.Lag;
import io.churnops.feature.online.FreshnessAnswer.Status;
import io.churnops.features.engine.CompiledView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Feature views")
class FreshnessController {

  private final FeatureViews views;
  private final ViewFreshness freshness;
  private final InstantSource clock;

  FreshnessController(FeatureViews views, ViewFreshness freshness, InstantSource clock) {
    this.views = views;
    this.freshness = freshness;
    this.clock = clock;
  }

  @GetMapping("/v1/feature-views/{name}/freshness")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "Whether a view's values are as fresh as it promises",
      description =
          "For those who read states from Redis themselves. UNKNOWN while Kafka does not say how"
              + " far it is; NOT_READY while the view is retired, or returns from that: then no state"
              + " may be used.")
  @ApiResponse(responseCode = "200", description = "How far behind its source the view is")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  FreshnessAnswer freshness(
      @PathVariable
          @Parameter(description = "Name or fingerprint of a feature view")
          @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
          String name) {
    CompiledView view = views.find(name);
    Instant now = clock.instant();
    double objective = freshness.objectiveSeconds(view);
    Lag lag = freshness.lag(objective, now).orElse(null);
    return new FreshnessAnswer(
        view.definition().name(),
        view.definition().fingerprint(),
        now,
        status(view, lag),
        objective,
        lag);
  }

  private Status status(CompiledView view, @Nullable Lag lag) {
    return switch (views.standing(view.definition().fingerprint())) {
      case RETIRED, RETURNING -> Status.NOT_READY;
      case READY, BACKFILLING ->
          lag == null ? Status.UNKNOWN : lag.isTooLarge() ? Status.STALE : Status.FRESH;
    };
  }
}
