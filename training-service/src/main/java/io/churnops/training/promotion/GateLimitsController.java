package io.churnops.training.promotion;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The limits of a model's gates over HTTP. */
@RestController
@RequestMapping("/v1/models/{name}/gates")
@Tag(name = "Gates")
class GateLimitsController {

  private final ModelGates gates;
  private final ChangeLimits changeLimits;

  GateLimitsController(ModelGates gates, ChangeLimits changeLimits) {
    this.gates = gates;
    this.changeLimits = changeLimits;
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "What the versions of a model are held to before one becomes the champion")
  ModelGates.View limits(@PathVariable String name) {
    return gates.view(name);
  }

  /** Who loosens a gate moves the champion past it. */
  @PutMapping
  @PreAuthorize("hasAuthority('SCOPE_models:promote') and hasAuthority('SCOPE_models:force')")
  @Operation(
      summary = "Set the limits of a model's gates",
      description =
          "All of them: what is left out is as the settings of the service say, churnops.gates."
              + " They hold from the next judgement on; the audit tells them.")
  ModelGates.View set(
      @PathVariable String name, @Valid @RequestBody GateLimits limits, Principal principal) {
    return gates.change(name, _ -> limits, principal.getName());
  }

  /** The scopes of {@link #set}. */
  @PatchMapping
  @PreAuthorize("hasAuthority('SCOPE_models:promote') and hasAuthority('SCOPE_models:force')")
  @Operation(
      summary = "Change some limits of a model's gates",
      description =
          "What is left out stays as it is; what is null is as the settings of the service say,"
              + " churnops.gates. They hold from the next judgement on; the audit tells them.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = GateLimits.class))))
  ModelGates.View change(
      @PathVariable String name,
      @RequestBody Map<String, @Nullable Object> limits,
      Principal principal) {
    return gates.change(name, before -> changeLimits.of(before, limits), principal.getName());
  }
}
