package io.churnops.training.tracking;

import io.churnops.kit.api.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Experiments and tracked runs over HTTP. */
@RestController
@RequestMapping("/v1")
@Tag(name = "Experiments")
class TrackedRunController {

  private static final String TEXT = "[^\\x00]*";
  private static final String NO_NUL = "must not hold the character NUL";

  private final Experiments experiments;
  private final TrackedRuns runs;
  private final SearchRuns search;

  TrackedRunController(Experiments experiments, TrackedRuns runs, SearchRuns search) {
    this.experiments = experiments;
    this.runs = runs;
    this.search = search;
  }

  @GetMapping("/experiments")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "List experiments, newest first")
  ExperimentPage experiments(
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(required = false)
          @Parameter(description = "The nextCursor of the page before")
          @Min(0)
          @Nullable Long cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return Pages.first(
        experiments.search(
            ExperimentFilter.parse(filter),
            List.of(Stage.ACTIVE),
            cursor == null ? Long.MAX_VALUE : cursor,
            limit + 1),
        limit,
        experiment -> Long.toString(experiment.experimentId()),
        ExperimentPage::new);
  }

  @GetMapping("/runs")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(
      summary = "Search runs, those of training and those that MLflow clients log",
      description =
          "filter is comparisons such as metrics.auc > 0.8 AND params.trees = '200'; orderBy is a"
              + " name with ASC or DESC, such as metrics.auc DESC. Newest first unless sorted.")
  RunPage runs(
      @RequestParam(required = false)
          @Parameter(description = "Only runs of these experiments, by number")
          @Size(max = 100)
          @Nullable List<Long> experiment,
      @RequestParam(defaultValue = "") String filter,
      @RequestParam(defaultValue = "") String orderBy,
      @RequestParam(defaultValue = "") @Parameter(description = "The nextCursor of the page before")
          String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    SearchRuns.Page page =
        search.search(
            new SearchRuns.Query(
                experiment,
                List.of(Stage.ACTIVE),
                RunFilter.parse(filter),
                RunOrder.parse(orderBy.isBlank() ? List.of() : List.of(orderBy)),
                cursor,
                limit));
    return new RunPage(page.runs(), page.nextCursor());
  }

  @GetMapping("/runs/{runId}")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "What one run told")
  TrackedRun run(@PathVariable @Pattern(regexp = TEXT, message = NO_NUL) String runId) {
    return runs.run(runId);
  }

  @GetMapping("/runs:compare")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "What differs between runs: parameters, last values of metrics, and tags")
  RunComparison compare(
      @RequestParam @Size(min = 2, max = 20)
          List<@Pattern(regexp = TEXT, message = NO_NUL) String> run) {
    return RunComparison.of(run.stream().map(runs::run).toList());
  }

  /** Some experiments, and how to get the next ones. */
  @Schema(name = "ExperimentPage")
  record ExperimentPage(List<Experiment> items, @Nullable String nextCursor) {}

  /** Some runs, and how to get the next ones. */
  @Schema(name = "TrackedRunPage")
  record RunPage(List<TrackedRun> items, @Nullable String nextCursor) {}
}
