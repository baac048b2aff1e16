package io.churnops.training.comparison;

import io.churnops.forest.evaluation.UnevaluableException;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.DatasetId;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Comparisons over HTTP. */
@RestController
@Tag(name = "Models")
class ComparisonController {

  private final CompareVersions compareVersions;

  ComparisonController(CompareVersions compareVersions) {
    this.compareVersions = compareVersions;
  }

  @GetMapping("/v1/models/{name}/versions:compare")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(
      summary = "Two versions on the same rows",
      description =
          "Both score the newest test rows of the two, or the newest labelled rows of a dataset.")
  VersionComparison compare(
      @PathVariable String name,
      @RequestParam @Min(1) int a,
      @RequestParam @Min(1) int b,
      @RequestParam(required = false)
          @Parameter(description = "Id of the dataset; that of the newer version if absent")
          @DatasetId
          @Nullable String dataset) {
    try {
      return compareVersions.compare(name, a, b, dataset);
    } catch (IncomparableException e) {
      throw ComparisonProblem.incomparable(e.reason());
    } catch (DatasetException | UnevaluableException e) {
      throw ComparisonProblem.incomparable(String.valueOf(e.getMessage()));
    } catch (FeatureServiceUnavailableException e) {
      throw ComparisonProblem.unavailable(String.valueOf(e.getMessage()));
    }
  }
}
