package io.churnops.ingestion.sources;

import io.churnops.kit.Ids;
import io.churnops.kit.api.Pages;
import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs of sources. */
@RestController
@RequestMapping(path = "/v1/sources", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "sources")
class SourceRunController {

  private final SourceStore sources;
  private final RunStore runs;
  private final Ids ids;
  private final InstantSource clock;

  SourceRunController(SourceStore sources, RunStore runs, Ids ids, InstantSource clock) {
    this.sources = sources;
    this.runs = runs;
    this.ids = ids;
    this.clock = clock;
  }

  @PostMapping("/{name}:run")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Asks a source now",
      description =
          "Also while it is paused. Answers the run that is waiting or under way, if there is one:"
              + " runs do not pile up.")
  @ApiResponse(responseCode = "202", description = "It will be done; Location is the run.")
  @ApiResponse(responseCode = "404", description = "No such source.")
  ResponseEntity<SourceRun> run(@PathVariable String name, Principal caller) {
    row(name);
    UUID run = runs.queue(UUID.fromString(ids.next()), name, caller.getName(), clock.instant());
    return ResponseEntity.accepted()
        .location(URI.create("/v1/sources/" + name + "/runs/" + run))
        .body(get(name, run));
  }

  @GetMapping("/{name}/runs")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The runs of a source, newest first")
  @ApiResponse(responseCode = "200", description = "A page of runs.")
  @ApiResponse(responseCode = "404", description = "No such source.")
  SourceRunPage list(
      @PathVariable String name,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    Cursor of = cursorOf(name);
    List<SourceRun> found =
        runs.page(name, cursor, limit + 1).stream().map(run -> SourceRun.of(run, of)).toList();
    return Pages.first(found, limit, SourceRun::runId, SourceRunPage::new);
  }

  @GetMapping("/{name}/runs/{runId}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "One run of a source, while it is under way and after")
  @ApiResponse(responseCode = "200", description = "The run.")
  @ApiResponse(responseCode = "404", description = "No such source, or no such run of it.")
  SourceRun get(@PathVariable String name, @PathVariable UUID runId) {
    Cursor of = cursorOf(name);
    return runs.find(name, runId)
        .map(run -> SourceRun.of(run, of))
        .orElseThrow(() -> SourceProblem.unknownRun(name, runId));
  }

  private @Nullable Cursor cursorOf(String name) {
    return SourceCompiler.compileKept(row(name).declaration()).map(PullSource::cursor).orElse(null);
  }

  private SourceRow row(String name) {
    return sources.find(name).orElseThrow(() -> SourceProblem.unknown(name));
  }
}
