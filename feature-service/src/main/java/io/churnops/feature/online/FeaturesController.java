package io.churnops.feature.online;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Features")
class FeaturesController {

  private final GetFeatures features;

  FeaturesController(GetFeatures features) {
    this.features = features;
  }

  @PostMapping("/v1/features:get")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The features of up to 500 customers, now or at a moment of the past")
  @ApiResponse(responseCode = "200", description = "One answer per customer, in the order asked")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  @ApiResponse(responseCode = "410", description = "The view is retired")
  @ApiResponse(responseCode = "422", description = "Not a usable request")
  @ApiResponse(responseCode = "503", description = "Neither Redis nor the log can answer")
  FeaturesAnswer get(@Valid @RequestBody FeaturesRequest request) {
    return features.at(request);
  }
}
