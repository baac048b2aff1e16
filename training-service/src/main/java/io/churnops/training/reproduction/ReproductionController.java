package io.churnops.training.reproduction;

import io.churnops.kit.api.Pages;
import io.churnops.training.registry.ModelRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reproductions over HTTP. */
@RestController
@Tag(name = "Reproductions")
class ReproductionController {

  private static final String NO_NUL = "must not hold the character NUL";

  private final ModelRegistry registry;
  private final Reproductions reproductions;

  ReproductionController(ModelRegistry registry, Reproductions reproductions) {
    this.registry = registry;
    this.reproductions = reproductions;
  }

  @PostMapping("/v1/models/{name}/versions/{version}:reproduce")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  @Operation(
      summary = "Make a version again from the log, and compare",
      description =
          "Its training set is built again of what was known then, and a model trained on it as the"
              + " run that made the version was asked to. Nothing is registered; one is made at a"
              + " time, beside the runs. The verdict is REPRODUCED, DIFFERENT or IMPOSSIBLE, with"
              + " the reasons found.")
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for its verdict")
  ResponseEntity<Reproduction> reproduce(
      @PathVariable @Pattern(regexp = Pages.STORABLE, message = NO_NUL) String name,
      @PathVariable int version,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Size(min = 1, max = 200)
          @Parameter(description = "The same key for the same version gives the same reproduction")
          @Nullable String idempotencyKey,
      Principal principal) {
    registry.version(name, version);
    Reproduction accepted =
        reproductions.submit(name, version, principal.getName(), idempotencyKey);
    return ResponseEntity.accepted()
        .location(URI.create("/v1/reproductions/" + accepted.reproductionId()))
        .body(accepted);
  }

  @GetMapping("/v1/reproductions/{id}")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "One reproduction, with what was found")
  Reproduction find(@PathVariable @Pattern(regexp = Pages.STORABLE, message = NO_NUL) String id) {
    return reproductions.find(id);
  }

  @GetMapping("/v1/models/{name}/versions/{version}/reproductions")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "List the reproductions of a version, newest first")
  Page list(
      @PathVariable @Pattern(regexp = Pages.STORABLE, message = NO_NUL) String name,
      @PathVariable int version,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    registry.version(name, version);
    return Pages.first(
        reproductions.page(name, version, Pages.after(cursor), limit + 1),
        limit,
        Reproduction::reproductionId,
        Page::new);
  }

  /** Some reproductions, and how to get the next ones. */
  @Schema(name = "ReproductionPage")
  record Page(List<Reproduction> items, @Nullable String nextCursor) {}
}
