package io.churnops.feature.consistency;

import io.churnops.kit.api.Pages;
import io.churnops.kit.idempotency.Idempotent;
import io.churnops.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Consistency")
class ConsistencyController {

  private final CheckConsistency check;
  private final RunTable runs;

  ConsistencyController(CheckConsistency check, RunTable runs) {
    this.check = check;
    this.runs = runs;
  }

  @PostMapping("/v1/consistency-runs")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Compares served vectors with the log now, besides every day",
      description = "While a comparison waits or runs, asking again answers that one.")
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for the outcome")
  ResponseEntity<ConsistencyRun> request(Principal caller) {
    ConsistencyRun run = check.request(caller.getName());
    return ResponseEntity.accepted()
        .location(URI.create("/v1/consistency-runs/" + run.runId()))
        .body(run);
  }

  @GetMapping("/v1/consistency-runs")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The comparisons, newest first")
  RunPage list(
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<ConsistencyRun> found = runs.page(cursor, limit + 1);
    return Pages.first(found, limit, ConsistencyRun::runId, RunPage::new);
  }

  @GetMapping("/v1/consistency-runs/{id}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "How many vectors were compared, and how many differ")
  @ApiResponse(responseCode = "200", description = "The comparison")
  @ApiResponse(responseCode = "404", description = "Unknown comparison")
  ConsistencyRun find(@PathVariable UUID id) {
    return runs.find(id)
        .orElseThrow(() ->
            new ProblemException(
                HttpStatus.NOT_FOUND,
                "unknown-consistency-run",
                "Unknown comparison",
                "There is no comparison " + id + "."));
  }

  @GetMapping("/v1/consistency-runs/{id}/mismatches")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The vectors that differ, with both values")
  @ApiResponse(responseCode = "200", description = "A page of them")
  @ApiResponse(responseCode = "404", description = "Unknown comparison")
  MismatchPage mismatches(
      @PathVariable UUID id,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable Long cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    find(id);
    List<Mismatch> found = check.mismatches(id, cursor == null ? 0 : cursor, limit + 1);
    return Pages.first(found, limit, Mismatch::number, MismatchPage::new);
  }

  /** A part of the comparisons. */
  record RunPage(List<ConsistencyRun> items, @Nullable UUID nextCursor) {}

  /** A part of what differs. */
  record MismatchPage(List<Mismatch> items, @Nullable Long nextCursor) {}
}
