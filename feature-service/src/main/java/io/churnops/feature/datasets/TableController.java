package io.churnops.feature.datasets;

import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Training datasets")
class TableController {

  private final Tables tables;
  private final InstantSource clock;

  TableController(Tables tables, InstantSource clock) {
    this.tables = tables;
    this.clock = clock;
  }

  @PostMapping(
      path = "/v1/tables",
      consumes = {"text/csv", "application/gzip"})
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Makes a training set of a table with one row per customer",
      description =
          "CSV with a header, gzipped or not. Which columns are numbers is found out and answered."
              + " The training set is built in the background.",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(
                    mediaType = "application/gzip",
                    schema = @Schema(type = "string", format = "binary"))
              }))
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for its progress")
  @ApiResponse(responseCode = "413", description = "Too large")
  @ApiResponse(
      responseCode = "422",
      description = "What is wrong with the table, all of it in problems; nothing was kept")
  ResponseEntity<TableAnswer> take(
      @RequestParam
          @NotBlank
          @Size(max = 200)
          @Parameter(description = "The column that says who churned")
          String label,
      @RequestParam
          @NotBlank
          @Size(max = 200)
          @Parameter(description = "The column that names the customer")
          String id,
      @RequestParam(required = false)
          @Size(max = 200)
          @Parameter(description = "The value of the label that means churned; needed unless usual")
          @Nullable String positive,
      @RequestParam(defaultValue = "table")
          @Pattern(regexp = "[A-Za-z][A-Za-z0-9_.-]{0,40}")
          @Parameter(description = "Names the table's view: table_<name>")
          String name,
      @RequestParam(defaultValue = "")
          @Size(max = 500)
          @Parameter(description = "Columns to leave out")
          List<String> ignore,
      @RequestParam(required = false)
          @Parameter(description = "The moment of the rows; today's midnight unless given")
          @Nullable Instant asOf,
      @RequestParam(required = false)
          @Pattern(regexp = "[1-9][0-9]{0,4}[dh]")
          @Parameter(description = "How far the label looks ahead, as 30d")
          @Nullable String horizon,
      HttpServletRequest body,
      Principal caller)
      throws IOException {
    Instant now = clock.instant();
    Instant moment = asOf == null ? now.truncatedTo(ChronoUnit.DAYS) : asOf;
    TableAnswer taken =
        tables.take(
            body.getInputStream(),
            new TableRequest(
                name,
                label,
                id,
                positive,
                ignore,
                Cutoffs.resolve(
                        new CutoffsRequest(List.of(moment), null, null, null),
                        java.util.Optional.empty(),
                        now)
                    .getFirst(),
                horizon),
            caller.getName());
    return ResponseEntity.accepted()
        .location(URI.create("/v1/training-datasets/" + taken.datasetId()))
        .body(taken);
  }
}
