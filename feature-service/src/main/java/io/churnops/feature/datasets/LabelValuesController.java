package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Labels")
class LabelValuesController {

  private final ResolveLabels resolveLabels;

  LabelValuesController(ResolveLabels resolveLabels) {
    this.resolveLabels = resolveLabels;
  }

  @PostMapping("/v1/labels:resolve")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "What a label says of up to 500 customers at moments, or why it says nothing",
      description =
          "Labelled as rows of a training set are, of the log as it is now. An id stands for the"
              + " customer that it belonged to at the moment.")
  @ApiResponse(responseCode = "200", description = "One answer per row, in the order asked")
  @ApiResponse(responseCode = "404", description = "Unknown label")
  @ApiResponse(responseCode = "422", description = "Not a usable request")
  @ApiResponse(responseCode = "503", description = "The log cannot answer now")
  LabelsAnswer resolve(@Valid @RequestBody LabelsRequest request) {
    return resolveLabels.resolve(request);
  }
}
