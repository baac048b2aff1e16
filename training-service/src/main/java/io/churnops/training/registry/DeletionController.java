package io.churnops.training.registry;

import io.churnops.kit.api.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deletion of versions over HTTP. */
@RestController
@Tag(name = "Models")
class DeletionController {

  private final DeletedVersions deleted;

  DeletionController(DeletedVersions deleted) {
    this.deleted = deleted;
  }

  @DeleteMapping("/v1/models/{name}/versions/{version}")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Delete a version that no alias means",
      description =
          "It is hidden, and can be restored for churnops.models.deleted-retention (30 days unless"
              + " configured); then its artefact is removed and its row stays.")
  @ApiResponse(responseCode = "204", description = "Deleted, now or before")
  void delete(
      @PathVariable String name,
      @PathVariable int version,
      @RequestParam(defaultValue = "")
          @Parameter(description = "Why; kept in the audit")
          @Size(max = 1000)
          @Pattern(regexp = Pages.STORABLE, message = "must not hold the character NUL")
          String reason,
      Principal principal) {
    deleted.delete(name, version, principal.getName(), reason);
  }

  @PostMapping("/v1/models/{name}/versions/{version}:restore")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @Operation(summary = "Take the deletion of a version back, while its artefact is there")
  ModelVersion restore(@PathVariable String name, @PathVariable int version, Principal principal) {
    return deleted.restore(name, version, principal.getName());
  }
}
