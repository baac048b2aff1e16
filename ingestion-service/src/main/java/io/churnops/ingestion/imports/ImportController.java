package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportMapping;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** History from CSV files. */
@RestController
@RequestMapping(path = "/v1/imports", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "imports")
class ImportController {

  private static final String PROBLEM = "application/problem+json";

  private final SubmitImport submit;
  private final ImportJobs jobs;

  ImportController(SubmitImport submit, ImportJobs jobs) {
    this.submit = submit;
    this.jobs = jobs;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(
      summary = "Imports a CSV file",
      description =
          "202 means: the file is on disk and will be imported, also after a restart. Its history"
              + " counts as known when it happened.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
              schema = @Schema(implementation = ImportForm.class)))
  @ApiResponse(responseCode = "202", description = "Queued; Location is its report.")
  @ApiResponse(
      responseCode = "413",
      description = "The file has more than 200 MB.",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class)))
  @ApiResponse(
      responseCode = "422",
      description = "A part is missing, or the mapping cannot be followed.",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class)))
  @ApiResponse(
      responseCode = "429",
      description = "Too many imports are waiting; see Retry-After.",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class)))
  ResponseEntity<ImportAccepted> create(MultipartHttpServletRequest request, Principal caller)
      throws IOException {
    String mapping = mapping(request);
    MultipartFile file = request.getFile("file");
    if (file == null || file.isEmpty()) {
      throw ImportProblem.missingPart("file");
    }
    try (InputStream content = file.getInputStream()) {
      ImportAccepted accepted = submit.submit(mapping, content, caller.getName());
      return ResponseEntity.accepted()
          .location(URI.create("/v1/imports/" + accepted.importId()))
          .body(accepted);
    }
  }

  @GetMapping("/{importId}")
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(summary = "The report of an import, while it runs and after")
  @ApiResponse(responseCode = "200", description = "The report.")
  @ApiResponse(
      responseCode = "404",
      description = "No such import.",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class)))
  ImportReport report(@PathVariable UUID importId) {
    return jobs.report(importId).orElseThrow(() -> ImportProblem.unknown(importId));
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
    boolean more = imports.size() > limit;
    List<ImportReport> page = more ? imports.subList(0, limit) : imports;
    return new ImportPage(page, more ? page.getLast().importId() : null);
  }

  /** The mapping, sent as a file or as a field. */
  private static String mapping(MultipartHttpServletRequest request) throws IOException {
    MultipartFile file = request.getFile("mapping");
    @Nullable String mapping = file == null ? request.getParameter("mapping") : text(file);
    if (mapping == null || mapping.isBlank()) {
      throw ImportProblem.missingPart("mapping");
    }
    return mapping;
  }

  /** At most one character more than a mapping may have, so that too long a one is told as such. */
  private static String text(MultipartFile file) throws IOException {
    try (InputStream in = file.getInputStream()) {
      return new String(in.readNBytes(4 * ImportMapping.MAX_LENGTH + 1), StandardCharsets.UTF_8);
    }
  }

  /** How the form looks; for the OpenAPI document alone. */
  record ImportForm(
      @Schema(description = "The mapping, YAML.", requiredMode = Schema.RequiredMode.REQUIRED)
          String mapping,
      @Schema(
              type = "string",
              format = "binary",
              description = "CSV, may be gzip; at most 200 MB.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          Object file) {}
}
