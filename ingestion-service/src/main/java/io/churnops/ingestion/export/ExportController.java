package io.churnops.ingestion.export;

import io.churnops.kit.export.CustomerExport;
import io.churnops.kit.export.ExportRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What was not taken of a customer. */
@RestController
@Tag(name = "customers")
class ExportController {

  private final CustomerExport export;

  ExportController(CustomerExport export) {
    this.export = export;
  }

  @PostMapping("/v1/customers:export")
  @PreAuthorize("hasAuthority('SCOPE_privacy:export')")
  @Operation(
      summary =
          "What the quarantine, imports and captures keep of a customer, under ids that are given",
      description =
          "Part of the export of feature-service, which knows all ids of a customer. What cannot be"
              + " told from other customers' is left out. Streamed; an answer whose JSON is not"
              + " closed was cut off.")
  @ApiResponse(
      responseCode = "200",
      description = "The export.",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
  ResponseEntity<StreamingResponseBody> export(@Valid @RequestBody ExportRequest request) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(out -> export.write(request.customerIds(), out));
  }
}
