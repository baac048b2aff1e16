package io.churnops.feature.online;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Features")
class ExplanationController {

  private final ExplainFeature explainFeature;

  ExplanationController(ExplainFeature explainFeature) {
    this.explainFeature = explainFeature;
  }

  @GetMapping("/v1/customers/{id}/features/{view}/{feature}:explain")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "How a feature's value comes about: its definition, window, tiles and events",
      description =
          "Folded from the log. The events are those that the feature reads in its window, the"
              + " latest first, those taken back included and marked. Pass evaluatedAt of the first"
              + " page as asOf to page through the same moment.")
  @ApiResponse(responseCode = "200", description = "The explanation")
  @ApiResponse(responseCode = "404", description = "Unknown feature view or feature")
  @ApiResponse(responseCode = "422", description = "Not a usable moment, cursor or limit")
  @ApiResponse(responseCode = "503", description = "The log cannot answer now")
  FeatureExplanation explain(
      @PathVariable
          @Size(max = 1024)
          @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
          String id,
      @PathVariable
          @Parameter(description = "Name or fingerprint of a feature view")
          @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
          String view,
      @PathVariable
          @Parameter(description = "A column of the view, like orders_90d")
          @Pattern(regexp = FeaturesRequest.TEXT, message = FeaturesRequest.NOT_TEXT)
          String feature,
      @RequestParam(required = false)
          @Parameter(description = "The moment of the answer; now if absent")
          @Nullable Instant asOf,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return explainFeature.explain(id, view, feature, asOf, cursor, limit);
  }

  @PostMapping("/v1/features:explain")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "How a feature's value comes about, for a customer of any id",
      description =
          "As GET /v1/customers/{id}/features/{view}/{feature}:explain, also for an id that cannot"
              + " be part of a path.")
  @ApiResponse(responseCode = "200", description = "The explanation")
  @ApiResponse(responseCode = "404", description = "Unknown feature view or feature")
  @ApiResponse(responseCode = "422", description = "Not a usable request")
  @ApiResponse(responseCode = "503", description = "The log cannot answer now")
  FeatureExplanation explain(@Valid @RequestBody ExplanationRequest request) {
    return explainFeature.explain(
        request.customerId(),
        request.view(),
        request.feature(),
        request.asOf(),
        request.cursor(),
        request.usualLimit());
  }
}
