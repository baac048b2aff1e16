package io.churnops.ingestion.imports;

import io.churnops.kit.api.Pages;
import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** History from files. */
@RestController
@RequestMapping(path = "/v1/imports", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "imports")
class ImportController {

  static final String NDJSON = "application/x-ndjson";
  static final String CSV = "text/csv";

  private final SubmitImport submit;
  private final ImportJobs jobs;
  private final RejectedDownload download;

  ImportController(SubmitImport submit, ImportJobs jobs, RejectedDownload download) {
    this.submit = submit;
    this.jobs = jobs;
    this.download = download;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(
      summary = "Imports a file: an uploaded one, or by its path one of the mounted folder",
      description =
          "202 means: the file is on disk and will be imported, also after a restart. Its history"
              + " counts as known when it happened, unless the mapping says otherwise.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
              schema = @Schema(implementation = ImportUpload.Form.class)))
  @ApiResponse(responseCode = "202", description = "Queued; Location is its report.")
  @ApiResponse(responseCode = "413", description = "The file has more than 200 MB.")
  @ApiResponse(
      responseCode = "422",
      description = "A part is missing, the mapping cannot be followed, or there is no such file.")
  @ApiResponse(responseCode = "429", description = "Too many imports are waiting; see Retry-After.")
  @ApiResponse(
      responseCode = "503",
      description = "The uploads that wait take all of the room for them; see Retry-After.")
  @ApiResponse(responseCode = "507", description = "The disk is full.")
  ResponseEntity<ImportAccepted> create(MultipartHttpServletRequest request, Principal caller)
      throws IOException {
    ImportUpload upload = ImportUpload.of(request);
    return accepted(submit.submit(upload.mapping(), upload.content(), caller.getName()));
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @ApiResponse(responseCode = "202", description = "Queued; Location is its report.")
  ResponseEntity<ImportAccepted> createMounted(
      @Valid @RequestBody MountedImport mounted, Principal caller) {
    return accepted(submit.submit(mounted.mapping(), mounted.path(), caller.getName()));
  }

  private static ResponseEntity<ImportAccepted> accepted(ImportAccepted accepted) {
    return ResponseEntity.accepted()
        .location(URI.create("/v1/imports/" + accepted.importId()))
        .body(accepted);
  }

  @GetMapping("/{importId}")
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(summary = "The report of an import, while it runs and after")
  @ApiResponse(responseCode = "200", description = "The report.")
  @ApiResponse(responseCode = "404", description = "No such import.")
  ImportReport report(@PathVariable UUID importId) {
    return jobs.report(importId).orElseThrow(() -> ImportProblem.unknown(importId));
  }

  @GetMapping(
      path = "/{importId}/rejected",
      produces = {ImportController.NDJSON, ImportController.CSV})
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(
      summary = "The rows and events that an import did not take, each with its reason",
      description =
          "One JSON object per line, or CSV where that is what the request accepts; as they came,"
              + " so with customers' data. Kept for 30 days after the import.")
  @ApiResponse(
      responseCode = "200",
      description = "Everything rejected so far.",
      content = {
        @Content(mediaType = NDJSON, schema = @Schema(type = "string")),
        @Content(mediaType = CSV, schema = @Schema(type = "string"))
      })
  @ApiResponse(responseCode = "404", description = "No such import.")
  ResponseEntity<StreamingResponseBody> rejected(
      @PathVariable UUID importId,
      @RequestHeader(name = "Accept", defaultValue = NDJSON) @Parameter(hidden = true)
          String accept) {
    report(importId);
    boolean csv = accept.contains(CSV);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(csv ? CSV : NDJSON))
        .body(out -> {
          if (csv) {
            download.writeCsv(importId, out);
          } else {
            download.writeNdjson(importId, out);
          }
        });
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(summary = "The imports, newest first")
  @ApiResponse(responseCode = "200", description = "A page of reports.")
  ImportPage list(
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<ImportReport> imports = jobs.page(cursor, limit + 1);
    return Pages.first(imports, limit, ImportReport::importId, ImportPage::new);
  }
}
