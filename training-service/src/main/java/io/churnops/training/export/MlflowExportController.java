package io.churnops.training.export;

import io.churnops.kit.api.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The export to an MLflow server over HTTP. */
@RestController
@Tag(name = "MLflow export")
class MlflowExportController {

  private final MlflowExport export;

  MlflowExportController(MlflowExport export) {
    this.export = export;
  }

  @GetMapping("/v1/mlflow-export")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "How it stands with what the MLflow server is told")
  MlflowExport.View view() {
    return export.view();
  }

  @GetMapping("/v1/mlflow-export/untaken")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "What the MLflow server did not take, and why")
  Page untaken(
      @RequestParam(required = false)
          @Parameter(description = "The nextCursor of the page before")
          @Pattern(regexp = Pages.STORABLE, message = "must not hold the character NUL")
          @Nullable String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<Untaken> found = export.untaken(cursor == null ? "" : cursor, limit + 1);
    return Pages.first(found, limit, Untaken::name, Page::new);
  }

  @PostMapping("/v1/mlflow-export:retry")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @Operation(
      summary = "Tell the MLflow server once more of what it did not take",
      description = "Refusals are forgotten, and what was postponed is told of at the next look.")
  MlflowExport.View retry(Principal principal) {
    return export.retry(principal.getName());
  }

  @PostMapping("/v1/mlflow-export:restart")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @Operation(
      summary = "Tell the MLflow server of everything anew",
      description =
          "For one that was emptied or replaced. What it knows all the same is found there, and"
              + " nothing is made twice.")
  MlflowExport.View restart(Principal principal) {
    return export.restart(principal.getName());
  }

  /** Some things that were not taken, and how to get the next ones. */
  @Schema(name = "MlflowExportUntakenPage")
  record Page(List<Untaken> items, @Nullable String nextCursor) {}
}
