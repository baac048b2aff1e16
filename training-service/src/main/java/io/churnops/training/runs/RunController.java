package io.churnops.training.runs;

import io.churnops.kit.api.Pages;
import io.churnops.training.datasets.RequireDataset;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Runs over HTTP. */
@RestController
@RequestMapping("/v1/training-runs")
@Tag(name = "Training runs")
class RunController {

  private final RunQueue queue;
  private final RunMetrics metrics;
  private final RequireDataset requireDataset;

  RunController(RunQueue queue, RunMetrics metrics, RequireDataset requireDataset) {
    this.queue = queue;
    this.requireDataset = requireDataset;
    this.metrics = metrics;
  }

  @PostMapping
  @PreAuthorize(
      "hasAuthority('SCOPE_training:run') and "
          + "(!#request.promotes() or hasAuthority('SCOPE_models:promote')) and "
          + "(!#request.forces() or hasAuthority('SCOPE_models:force'))")
  @Operation(
      summary = "Train a model on a dataset",
      description =
          "Queues a run. A run that may promote its model needs the scope models:promote as well, and"
              + " one that promotes it always, against the gates, models:force. A training set that feature-service"
              + " does not know is a 422; while it does not answer, the run is taken and waits for it.")
  @ApiResponse(responseCode = "202", description = "Queued; ask the Location for its progress")
  ResponseEntity<Queued> start(
      @Valid @RequestBody RunRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Size(min = 1, max = 200)
          @Parameter(description = "The same key with the same body gives the same run")
          @Nullable String idempotencyKey,
      Principal principal) {
    requireDataset.require("datasetId", request.datasetId());
    Run run = queue.submit(request, principal.getName(), idempotencyKey);
    return ResponseEntity.accepted()
        .location(URI.create("/v1/training-runs/" + run.runId()))
        .body(new Queued(run.runId(), run.status()));
  }

  @GetMapping
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "List runs, newest first")
  Page list(
      @RequestParam(defaultValue = "")
          @Parameter(description = "Only runs of this model")
          @Pattern(regexp = RunRequest.TEXT, message = RunRequest.NO_NUL)
          String model,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<Run> runs = queue.page(model, Pages.after(cursor), limit + 1);
    return Pages.first(runs, limit, Run::runId, Page::new);
  }

  @GetMapping("/{runId}")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "One run")
  Run run(@PathVariable String runId) {
    return queue.run(runId);
  }

  @PostMapping("/{runId}:cancel")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  @Operation(
      summary = "Cancel a run that waits or runs",
      description =
          "It is CANCELLED at once and publishes nothing; what works on it stops within seconds,"
              + " a logistic regression that is being fitted when it has been. Cancelling it again changes nothing; a run that has ended otherwise is a 409.")
  Run cancel(@PathVariable String runId, Principal principal) {
    return queue.cancel(runId, principal.getName());
  }

  @GetMapping("/{runId}/metrics")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "The metrics of a run by step")
  Metrics metrics(@PathVariable String runId) {
    return new Metrics(queue.run(runId).runId(), metrics.of(runId));
  }

  /** A run that was accepted. */
  @Schema(name = "QueuedTrainingRun")
  record Queued(String runId, RunStatus status) {}

  /** Some runs, and how to get the next ones. */
  @Schema(name = "TrainingRunPage")
  record Page(List<Run> items, @Nullable String nextCursor) {}

  /** Every value of every metric. */
  @Schema(name = "TrainingRunMetrics")
  record Metrics(String runId, List<RunMetrics.Metric> metrics) {}
}
