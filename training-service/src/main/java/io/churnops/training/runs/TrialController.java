package io.churnops.training.runs;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trials of searches over HTTP. */
@RestController
@Tag(name = "Training runs")
class TrialController {

  private final RunQueue queue;
  private final TrialLog trials;

  TrialController(RunQueue queue, TrialLog trials) {
    this.queue = queue;
    this.trials = trials;
  }

  @GetMapping("/v1/training-runs/{runId}/trials")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(
      summary = "The trials of a run that searches parameters, in their order",
      description = "Number 0 is what would be trained without the search.")
  Page trials(
      @PathVariable String runId,
      @RequestParam(defaultValue = "-1")
          @Parameter(description = "The nextCursor of the page before")
          @Min(-1)
          int cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    String known = queue.run(runId).runId();
    List<SearchTrial> found = trials.page(known, cursor, limit + 1);
    boolean more = found.size() > limit;
    List<SearchTrial> page = more ? found.subList(0, limit) : found;
    return new Page(page, more ? String.valueOf(page.getLast().number()) : null);
  }

  /** Some trials, and how to get the next ones. */
  @Schema(name = "TrialPage")
  record Page(List<SearchTrial> items, @Nullable String nextCursor) {}
}
