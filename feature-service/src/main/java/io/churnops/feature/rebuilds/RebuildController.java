package io.churnops.feature.rebuilds;

import io.churnops.kit.api.Pages;
import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Rebuilds")
class RebuildController {

  private final Rebuilds rebuilds;

  RebuildController(Rebuilds rebuilds) {
    this.rebuilds = rebuilds;
  }

  @PostMapping("/v1/rebuilds")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Folds the online states of every customer anew, for one view or for all",
      description =
          "Goes on while events arrive and features are read. There is one at a time for a view:"
              + " asking again gives the one that is open.")
  @ApiResponse(responseCode = "202", description = "Ordered; ask the Location for its progress")
  @ApiResponse(responseCode = "200", description = "One is open already")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  @ApiResponse(responseCode = "409", description = "The view is retired")
  ResponseEntity<RebuildAnswer> order(
      @Valid @RequestBody RebuildRequest request, Principal caller) {
    Rebuilds.Ordered ordered = rebuilds.order(request.view(), caller.getName());
    RebuildAnswer answer = RebuildAnswer.of(ordered.rebuild());
    return (ordered.created() ? ResponseEntity.accepted() : ResponseEntity.ok())
        .location(URI.create("/v1/rebuilds/" + answer.rebuildId()))
        .body(answer);
  }

  @GetMapping("/v1/rebuilds")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The rebuilds, newest first: backfills of views, removals, lost stores")
  Page list(
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<RebuildAnswer> found =
        rebuilds.page(cursor, limit + 1).stream().map(RebuildAnswer::of).toList();
    return Pages.first(found, limit, RebuildAnswer::rebuildId, Page::new);
  }

  @GetMapping("/v1/rebuilds/{id}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "How far a rebuild is")
  @ApiResponse(responseCode = "200", description = "The rebuild")
  @ApiResponse(responseCode = "404", description = "Unknown rebuild")
  RebuildAnswer find(@PathVariable UUID id) {
    return RebuildAnswer.of(rebuilds.find(id));
  }

  @PostMapping("/v1/rebuilds/{id}:stop")
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(summary = "Stops a rebuild; it can be resumed")
  @ApiResponse(responseCode = "200", description = "Stopped")
  @ApiResponse(responseCode = "404", description = "Unknown rebuild")
  @ApiResponse(responseCode = "409", description = "The rebuild is over")
  RebuildAnswer stop(@PathVariable UUID id) {
    return RebuildAnswer.of(rebuilds.stop(id));
  }

  @PostMapping("/v1/rebuilds/{id}:resume")
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(summary = "Lets a stopped rebuild go on where it stopped")
  @ApiResponse(responseCode = "200", description = "It goes on")
  @ApiResponse(responseCode = "404", description = "Unknown rebuild")
  @ApiResponse(responseCode = "409", description = "The rebuild is over")
  RebuildAnswer resume(@PathVariable UUID id) {
    return RebuildAnswer.of(rebuilds.resume(id));
  }

  /** Some rebuilds, and how to get the next ones. */
  @Schema(name = "RebuildPage")
  record Page(List<RebuildAnswer> items, @Nullable UUID nextCursor) {}
}
