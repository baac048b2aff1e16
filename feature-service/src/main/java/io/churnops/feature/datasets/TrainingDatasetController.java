package io.churnops.feature.datasets;

import io.churnops.feature.statistics.TableStatistics;
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
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Training datasets")
class TrainingDatasetController {

  private static final String CSV = "text/csv";
  private static final String PARQUET = "application/vnd.apache.parquet";
  private static final String GZIP = "gzip";
  private static final int BUFFER = 1 << 16;

  private final TrainingDatasets datasets;
  private final RebuildDataset rebuildDataset;

  TrainingDatasetController(TrainingDatasets datasets, RebuildDataset rebuildDataset) {
    this.datasets = datasets;
    this.rebuildDataset = rebuildDataset;
  }

  @PostMapping("/v1/training-datasets")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(summary = "Requests a training set; it is built in the background")
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for its progress")
  @ApiResponse(responseCode = "404", description = "Unknown view or label")
  @ApiResponse(
      responseCode = "422",
      description =
          "Cutoffs that make no sense, a spine with lines that cannot be used, or an unclear choice"
              + " of label, labels and spine")
  ResponseEntity<DatasetAnswer> request(
      @Valid @RequestBody DatasetRequest request, Principal caller) throws IOException {
    return accepted(datasets.request(request, caller.getName()));
  }

  private static ResponseEntity<DatasetAnswer> accepted(DatasetAnswer accepted) {
    return ResponseEntity.accepted()
        .location(URI.create("/v1/training-datasets/" + accepted.datasetId()))
        .body(accepted);
  }

  @PostMapping("/v1/training-datasets/{id}:rebuild")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Builds a training set again, of what was known when it was first built",
      description =
          "Another training set, whose rows are the same to the byte unless the code folds"
              + " otherwise: events and joins of customers that became known later are not seen.")
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for its progress")
  @ApiResponse(
      responseCode = "404",
      description = "Unknown training set, or its view, label or spine is no more")
  @ApiResponse(
      responseCode = "409",
      description = "Not complete, or made of a table and not of the log")
  @ApiResponse(responseCode = "410", description = "A customer in it was erased")
  ResponseEntity<DatasetAnswer> rebuild(@PathVariable UUID id, Principal caller)
      throws IOException {
    return accepted(rebuildDataset.rebuild(id, caller.getName()));
  }

  @PostMapping("/v1/training-datasets/{id}:cancel")
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Cancels a training set that waits or is being built",
      description =
          "It is CANCELLED at once and keeps nothing; what works on it stops within seconds."
              + " Cancelling it again changes nothing.")
  @ApiResponse(responseCode = "200", description = "Cancelled")
  @ApiResponse(responseCode = "404", description = "Unknown training set")
  @ApiResponse(responseCode = "409", description = "Complete, or failed")
  DatasetAnswer cancel(@PathVariable UUID id, Principal caller) {
    return datasets.cancel(id, caller.getName());
  }

  @GetMapping("/v1/training-datasets")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The training sets, newest first, without their manifests")
  Page list(
      @RequestParam(required = false)
          @Parameter(description = "Only those of the view of this name or fingerprint")
          @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
          @Nullable String view,
      @RequestParam(required = false) @Parameter(description = "Only those that stand so")
          @Nullable DatasetStatus status,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return Pages.first(
        datasets.page(view, status, cursor, limit + 1),
        limit,
        DatasetSummary::datasetId,
        Page::new);
  }

  /** Some training sets, and how to get the next ones. */
  @Schema(name = "TrainingDatasetPage")
  record Page(List<DatasetSummary> items, @Nullable UUID nextCursor) {}

  @GetMapping("/v1/training-datasets/{id}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "Where a training set stands, and its manifest once it is complete")
  @ApiResponse(responseCode = "200", description = "The training set")
  @ApiResponse(responseCode = "404", description = "Unknown training set")
  DatasetAnswer find(@PathVariable UUID id) {
    return datasets.find(id);
  }

  @GetMapping(
      path = "/v1/training-datasets/{id}/rows",
      produces = {CSV, PARQUET})
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "The rows as CSV, gzipped if the caller accepts it, or as Parquet",
      description =
          "Sorted by customer and cutoff, or as in the table they came from. Columns customer_id,"
              + " cutoff, label (1, 0 or empty while immature), further labels as label:<name>,"
              + " then the view's. An empty field is no value. Parquet is given to whom accepts"
              + " application/vnd.apache.parquet.")
  @ApiResponse(
      responseCode = "200",
      description = "The rows",
      content = {
        @Content(mediaType = CSV, schema = @Schema(type = "string")),
        @Content(mediaType = PARQUET, schema = @Schema(type = "string", format = "binary"))
      })
  @ApiResponse(responseCode = "404", description = "Unknown training set")
  @ApiResponse(responseCode = "409", description = "Not complete")
  @ApiResponse(
      responseCode = "410",
      description = "Complete, but its file is gone: request it anew")
  ResponseEntity<Resource> rows(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Parameter(hidden = true)
          @Nullable String accept,
      @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false)
          @Nullable String acceptEncoding)
      throws IOException {
    if (accept != null && accept.contains(PARQUET)) {
      return ResponseEntity.ok()
          .contentType(MediaType.parseMediaType(PARQUET))
          .body(new FileSystemResource(datasets.parquet(id)));
    }
    Path rows = datasets.rows(id);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            .contentType(MediaType.parseMediaType(CSV + ";charset=UTF-8"))
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return acceptsGzip(acceptEncoding)
        ? answer.header(HttpHeaders.CONTENT_ENCODING, GZIP).body(new FileSystemResource(rows))
        : answer.body(
            new InputStreamResource(
                () -> new GZIPInputStream(Files.newInputStream(rows), BUFFER), "rows of " + id));
  }

  @GetMapping("/v1/training-datasets/{id}/statistics")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "What is in a training set, column by column",
      description =
          "Counts, spread, histograms, and what each column alone tells of the main label; warnings"
              + " name columns that seem to know it.")
  @ApiResponse(responseCode = "200", description = "The statistics")
  @ApiResponse(responseCode = "404", description = "Unknown training set")
  @ApiResponse(responseCode = "409", description = "Not complete")
  @ApiResponse(
      responseCode = "410",
      description = "Complete, but its files are gone: request it anew")
  TableStatistics statistics(@PathVariable UUID id) throws IOException {
    return datasets.statistics(id);
  }

  @GetMapping("/v1/training-datasets/{id}:compare")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "How another training set differs from this one, column by column")
  @ApiResponse(responseCode = "200", description = "The differences")
  @ApiResponse(responseCode = "404", description = "Unknown training set")
  @ApiResponse(responseCode = "409", description = "Not complete")
  @ApiResponse(
      responseCode = "410",
      description = "Complete, but its files are gone: request it anew")
  @ApiResponse(
      responseCode = "503",
      description = "Others are reading whole training sets; see Retry-After")
  DatasetComparison compare(@PathVariable UUID id, @RequestParam UUID with) throws IOException {
    return datasets.compare(id, with);
  }

  private static boolean acceptsGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    for (String coding : acceptEncoding.split(",")) {
      String[] parts = coding.strip().split("\\s*;\\s*q\\s*=\\s*");
      if (parts[0].equalsIgnoreCase(GZIP)) {
        return parts.length == 1 || !parts[1].matches("0(\\.0*)?");
      }
    }
    return false;
  }
}
