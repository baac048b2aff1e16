package io.churnops.feature.erasure;

import io.churnops.feature.customers.CustomerRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

@RestController
@Tag(name = "Customers")
class ExportController {

  private final ExportCustomer export;
  private final PeerExports peers;

  ExportController(ExportCustomer export, PeerExports peers) {
    this.export = export;
    this.peers = peers;
  }

  @GetMapping("/v1/customers/{id}:export")
  @PreAuthorize("hasAuthority('SCOPE_privacy:export')")
  @Operation(
      summary = "Everything the suite knows of a customer, under all its ids",
      description =
          "Identities and what was said of them, every event, the features of every view now, and"
              + " the rows, with labels, of every training set and the lines of every spine the"
              + " customer is in, vectors that were sampled when they were served, and what was"
              + " found by rebuilding them; in services, what ingestion and monitoring keep. Streamed; an answer whose JSON is not closed"
              + " was cut off.")
  @ApiResponse(
      responseCode = "200",
      description = "The export",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
  @ApiResponse(responseCode = "410", description = "The customer was erased")
  @ApiResponse(
      responseCode = "503",
      description = "Another service that keeps something of customers does not answer")
  ResponseEntity<StreamingResponseBody> export(
      @PathVariable @NotBlank @Size(max = CustomerRequest.LONGEST_ID) String id) {
    return answer(id);
  }

  @PostMapping("/v1/customers:export")
  @PreAuthorize("hasAuthority('SCOPE_privacy:export')")
  @Operation(
      summary = "The export of a customer of any id, also of one that cannot be part of a path",
      description = "Otherwise as GET /v1/customers/{id}:export.")
  @ApiResponse(
      responseCode = "200",
      description = "The export",
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
  @ApiResponse(responseCode = "410", description = "The customer was erased")
  @ApiResponse(
      responseCode = "503",
      description = "Another service that keeps something of customers does not answer")
  ResponseEntity<StreamingResponseBody> export(@Valid @RequestBody CustomerRequest request) {
    return answer(request.customerId());
  }

  private ResponseEntity<StreamingResponseBody> answer(String id) {
    ExportCustomer.Subject subject = export.subject(id);
    PeerExports.Opened opened = peers.open(subject.ids());
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(out -> {
          try (opened) {
            export.write(subject, opened, out);
          }
        });
  }
}
