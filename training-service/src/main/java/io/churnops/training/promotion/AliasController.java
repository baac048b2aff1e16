package io.churnops.training.promotion;

import io.churnops.training.registry.Alias;
import io.churnops.training.registry.AliasHistory;
import io.churnops.training.registry.AliasMove;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.RemoveAlias;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Aliases over HTTP. */
@RestController
@RequestMapping("/v1/models/{name}/aliases/{alias}")
@Tag(name = "Aliases")
class AliasController {

  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";

  private final ModelRegistry registry;
  private final PromoteVersion promoteVersion;
  private final RemoveAlias removeAlias;

  AliasController(ModelRegistry registry, PromoteVersion promoteVersion, RemoveAlias removeAlias) {
    this.registry = registry;
    this.promoteVersion = promoteVersion;
    this.removeAlias = removeAlias;
  }

  @PutMapping
  @PreAuthorize(
      "hasAuthority('SCOPE_models:promote') and "
          + "(!#move.forced() or hasAuthority('SCOPE_models:force'))")
  @Operation(
      summary = "Let an alias mean a version",
      description =
          "Verifies the version's artefact, moves the alias, and announces it on"
              + " model-lifecycle.v1. The champion must pass the gates (409 otherwise); force moves"
              + " it all the same and needs the scope models:force as well. With expectedVersion the move is refused (409) when the"
              + " alias means something else by now; 0 stands for an alias that must be new.")
  Alias move(
      @PathVariable String name,
      @PathVariable
          @Pattern(regexp = NAME, message = "must be a lower-case name of at most 63 characters")
          String alias,
      @Valid @RequestBody Move move,
      Principal principal) {
    return promoteVersion.promote(
        new AliasMove(
            name,
            alias,
            move.version(),
            move.expectedVersion(),
            principal.getName(),
            move.reason()),
        move.forced());
  }

  @DeleteMapping
  @PreAuthorize(
      "hasAuthority('SCOPE_models:promote') and (!#force or hasAuthority('SCOPE_models:force'))")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Remove an alias",
      description =
          "Its history stays, and model-lifecycle.v1 tells of it. The champion's is removed (409"
              + " otherwise) by force alone, which needs the scope models:force as well; what is"
              + " served stays served.")
  @ApiResponse(responseCode = "204", description = "Removed, now or before")
  void remove(
      @PathVariable String name,
      @PathVariable String alias,
      @RequestParam
          @Parameter(description = "Why; kept in the history and the audit")
          @NotBlank
          @Size(max = 1000)
          @Pattern(regexp = "[^\\x00]*", message = "must not hold the character NUL")
          String reason,
      @RequestParam(defaultValue = "false")
          @Parameter(description = "Whether the champion's goes as well")
          boolean force,
      Principal principal) {
    removeAlias.remove(name, alias, principal.getName(), reason, force);
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "What an alias means, or meant at a moment")
  Alias alias(
      @PathVariable String name,
      @PathVariable String alias,
      @RequestParam(required = false) @Parameter(description = "The moment; now if absent")
          @Nullable Instant at) {
    return at == null ? registry.alias(name, alias) : registry.alias(name, alias, at);
  }

  @GetMapping("/history")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "What an alias has meant, newest first")
  History history(
      @PathVariable String name,
      @PathVariable String alias,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
    return new History(name, alias, registry.history(name, alias, limit));
  }

  /** Where to, and why. */
  @Schema(name = "AliasMove")
  record Move(
      @NotNull @Min(1) Integer version,
      @NotBlank
          @Size(max = 1000)
          @Pattern(regexp = "[^\\x00]*", message = "must not hold the character NUL")
          String reason,
      @Min(0) @Nullable Integer expectedVersion,
      @Schema(description = "Whether to move the champion against its gates")
          @Nullable Boolean force) {

    /** Public, since the security expression of the controller asks it. */
    public boolean forced() {
      return Boolean.TRUE.equals(force);
    }
  }

  /** All moves of an alias. */
  @Schema(name = "AliasHistory")
  record History(String modelName, String alias, List<AliasHistory.Entry> moves) {}
}
