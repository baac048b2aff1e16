package io.churnops.training.forests;

import io.churnops.kit.api.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.util.List;
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

/** Forests that were grown elsewhere, over HTTP. */
@RestController
@RequestMapping("/v1/forests")
@Tag(name = "Forests grown elsewhere")
class ForestController {

  private final KeepForest keepForest;
  private final ForestRows rows;

  ForestController(KeepForest keepForest, ForestRows rows) {
    this.keepForest = keepForest;
    this.rows = rows;
  }

  @PostMapping(consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  @Operation(
      summary = "Upload a forest that a cluster has grown",
      description =
          "The file that tools/spark writes. It is named by its SHA-256, so that the same file is the"
              + " same forest however often it is sent. A training run that names it in forests uses"
              + " it instead of growing it, if it is what the run would grow; it is removed when no"
              + " run has wanted it for a week.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                      schema = @Schema(type = "string", format = "binary"))))
  @ApiResponse(responseCode = "201", description = "Kept")
  @ApiResponse(responseCode = "200", description = "It had been uploaded before")
  ResponseEntity<KeptForest> upload(HttpServletRequest body, Principal caller) throws IOException {
    KeepForest.Kept kept = keepForest.keep(body.getInputStream(), caller.getName());
    if (!kept.added()) {
      return ResponseEntity.ok(kept.forest());
    }
    return ResponseEntity.created(URI.create("/v1/forests/" + kept.forest().forestId()))
        .body(kept.forest());
  }

  @GetMapping
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "List uploaded forests, newest first")
  Page list(
      @RequestParam(required = false)
          @Parameter(description = "The nextCursor of the page before")
          @Min(1)
          @Nullable Long cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<ForestRows.Placed> found = rows.page(cursor == null ? Long.MAX_VALUE : cursor, limit + 1);
    return Pages.first(
        found,
        limit,
        placed -> Long.toString(placed.position()),
        (items, next) -> new Page(items.stream().map(ForestRows.Placed::forest).toList(), next));
  }

  @GetMapping("/{forestId}")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "One uploaded forest")
  KeptForest forest(@PathVariable String forestId) {
    return rows.find(forestId).orElseThrow(() -> ForestProblem.unknown(forestId));
  }

  /** Some forests, and how to get the next ones. */
  @Schema(name = "GrownForestPage")
  record Page(List<KeptForest> items, @Nullable String nextCursor) {}
}
