package io.churnops.feature.lineage;

import io.churnops.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Lineage")
class LineageController {

  /** What no definition has in its names, and Postgres refuses in any text. */
  private static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

  private static final String NOT_TEXT = "must be text without control characters";

  private final TraceLineage lineage;
  private final OpenLineageRuns openLineage;

  LineageController(TraceLineage lineage, OpenLineageRuns openLineage) {
    this.lineage = lineage;
    this.openLineage = openLineage;
  }

  @GetMapping("/v1/lineage")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "Where something comes from, and what was made of it",
      description =
          "Event types, features, views, labels, complete training sets (the newest 1000) and the"
              + " model versions that an alias has meant. Exactly one parameter says of what.")
  @ApiResponse(responseCode = "200", description = "The graph")
  @ApiResponse(responseCode = "404", description = "It is not known")
  @ApiResponse(responseCode = "422", description = "Not exactly one parameter")
  LineageGraph trace(
      @RequestParam(required = false) @Pattern(regexp = TEXT, message = NOT_TEXT)
          @Nullable String eventType,
      @RequestParam(required = false)
          @Parameter(description = "Name or fingerprint of a feature view")
          @Pattern(regexp = TEXT, message = NOT_TEXT)
          @Nullable String view,
      @RequestParam(required = false)
          @Parameter(description = "A view and one of its features: view.feature")
          @Pattern(regexp = TEXT, message = NOT_TEXT)
          @Nullable String feature,
      @RequestParam(required = false)
          @Parameter(description = "Name or fingerprint of a label")
          @Pattern(regexp = TEXT, message = NOT_TEXT)
          @Nullable String label,
      @RequestParam(required = false) @Nullable UUID dataset,
      @RequestParam(required = false)
          @Parameter(description = "A model, or one version of it: model/3")
          @Pattern(regexp = TEXT, message = NOT_TEXT)
          @Nullable String model) {
    if (Stream.of(eventType, view, feature, label, dataset, model).filter(Objects::nonNull).count()
        != 1) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "invalid-request",
          "Invalid request",
          "Give exactly one of eventType, view, feature, label, dataset and model.");
    }
    if (eventType != null) {
      return lineage.ofEventType(eventType);
    }
    if (view != null) {
      return lineage.ofView(view);
    }
    if (feature != null) {
      return lineage.ofFeature(feature);
    }
    if (label != null) {
      return lineage.ofLabel(label);
    }
    return dataset != null ? lineage.ofDataset(dataset) : lineage.ofModel(String.valueOf(model));
  }

  @GetMapping("/v1/lineage/events")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "The complete training sets and their models as OpenLineage run events",
      description = "In the order in which the training sets were requested.")
  Page events(
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return openLineage.page(cursor, limit);
  }

  /**
   * Some run events, and how to get the next ones.
   *
   * @param nextCursor the last training set of this page, absent when there are no more
   */
  @Schema(name = "LineageEventPage")
  record Page(List<OpenLineageRun> items, @Nullable UUID nextCursor) {}
}
