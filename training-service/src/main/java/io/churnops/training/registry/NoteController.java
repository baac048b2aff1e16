package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.security.Principal;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Descriptions and tags over HTTP. */
@RestController
@RequestMapping("/v1/models/{name}")
@Tag(name = "Models")
class NoteController {

  private static final String WHAT_STAYS =
      "What is left out stays as it is; a tag whose value is null is removed.";

  private final Notes notes;
  private final ModelRegistry registry;

  NoteController(Notes notes, ModelRegistry registry) {
    this.notes = notes;
    this.registry = registry;
  }

  @PatchMapping
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @Operation(summary = "Describe and tag a model", description = WHAT_STAYS)
  ModelView model(@PathVariable String name, @Valid @RequestBody Note note, Principal principal) {
    notes.ofModel(name, note, principal.getName());
    return registry.model(name);
  }

  @PatchMapping("/versions/{version}")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @Operation(summary = "Describe and tag a version", description = WHAT_STAYS)
  ModelVersion version(
      @PathVariable String name,
      @PathVariable int version,
      @Valid @RequestBody Note note,
      Principal principal) {
    notes.ofVersion(name, version, note, principal.getName());
    return registry.version(name, version);
  }
}
