package io.churnops.feature.datasets;

import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Training datasets")
class SpineController {

  private final Spines spines;

  SpineController(Spines spines) {
    this.spines = spines;
  }

  @PostMapping(
      path = "/v1/spines",
      consumes = {"text/csv", "application/gzip"})
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Takes the rows that a training set shall have",
      description =
          "CSV with the columns customer_id, time and, if there is one, label (1, 0 or empty),"
              + " gzipped or not. The same lines give the same spine."
              + " Lines of customers who were erased are left out.",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(
                    mediaType = "application/gzip",
                    schema = @Schema(type = "string", format = "binary"))
              }))
  @ApiResponse(responseCode = "201", description = "Kept")
  @ApiResponse(responseCode = "410", description = "Every customer in it was erased")
  @ApiResponse(responseCode = "413", description = "Too large")
  @ApiResponse(
      responseCode = "422",
      description = "Lines that cannot be used, all of them named; nothing was kept")
  ResponseEntity<SpineSummary> keep(HttpServletRequest body) throws IOException {
    SpineSummary kept = spines.keep(body.getInputStream());
    return ResponseEntity.created(URI.create("/v1/spines/" + kept.spineId())).body(kept);
  }

  @GetMapping("/v1/spines/{id}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "What is in a spine")
  @ApiResponse(responseCode = "200", description = "The spine")
  @ApiResponse(responseCode = "404", description = "Unknown spine")
  SpineSummary find(@PathVariable String id) throws IOException {
    return spines.read(id).summary();
  }
}
