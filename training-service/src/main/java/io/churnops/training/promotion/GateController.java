package io.churnops.training.promotion;

import io.churnops.kit.api.Pages;
import io.churnops.training.registry.GateReport;
import io.churnops.training.registry.GateReports;
import io.churnops.training.registry.ModelRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gates over HTTP. */
@RestController
@RequestMapping("/v1/models/{name}/versions/{version}/gates")
@Tag(name = "Gates")
class GateController {

  private final JudgeVersion judgeVersion;
  private final ModelRegistry registry;
  private final GateReports reports;

  GateController(JudgeVersion judgeVersion, ModelRegistry registry, GateReports reports) {
    this.judgeVersion = judgeVersion;
    this.registry = registry;
    this.reports = reports;
  }

  @PostMapping
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:promote')")
  @Operation(
      summary = "Hold a version to the gates, without promoting it",
      description = "Compares it with the champion of now; the report is kept.")
  GateReport judge(@PathVariable String name, @PathVariable int version, Principal principal) {
    return judgeVersion.judgeRegistered(name, version, principal.getName());
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "What a version was held to, newest first")
  Page reports(
      @PathVariable String name,
      @PathVariable int version,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    registry.version(name, version);
    return Pages.first(
        reports.of(name, version, Pages.after(cursor), limit + 1),
        limit,
        GateReport::reportId,
        Page::new);
  }

  /** Some reports, and how to get the next ones. */
  @Schema(name = "GateReportPage")
  record Page(List<GateReport> items, @Nullable String nextCursor) {}
}
