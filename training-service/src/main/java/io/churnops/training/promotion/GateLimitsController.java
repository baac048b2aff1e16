package io.churnops.training.promotion;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.security.Principal;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
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

  GateLimitsController(ModelGates gates) {
    this.gates = gates;
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
    return gates.set(name, limits, principal.getName());
  }
}
