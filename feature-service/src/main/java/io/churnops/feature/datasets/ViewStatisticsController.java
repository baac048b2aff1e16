package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Feature views")
class ViewStatisticsController {

  private final ViewStatistics statistics;
  private final WholeReads wholeReads;

  ViewStatisticsController(ViewStatistics statistics, WholeReads wholeReads) {
    this.statistics = statistics;
    this.wholeReads = wholeReads;
  }

  @GetMapping("/v1/feature-views/{name}/statistics")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "What a view holds of the customers now, by a sample of them",
      description =
          "The sample is drawn by the hash of the customers' ids: the same customers each time,"
              + " until others come. Only their events are read.")
  @ApiResponse(responseCode = "200", description = "The statistics, and of how many customers")
  @ApiResponse(responseCode = "404", description = "Unknown view")
  @ApiResponse(
      responseCode = "503",
      description = "Others are reading whole training sets; see Retry-After")
  ViewStatistics.Answer statistics(
      @PathVariable String name,
      @RequestParam(defaultValue = "1000")
          @Min(1)
          @Max(5000)
          @Parameter(description = "Customers at most")
          int sample)
      throws IOException {
    return wholeReads.read(() -> statistics.of(name, sample));
  }
}
