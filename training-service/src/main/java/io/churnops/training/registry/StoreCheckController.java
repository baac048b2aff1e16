package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The check of the artefacts' store over HTTP. */
@RestController
@Tag(name = "Models")
class StoreCheckController {

  private final CheckStore checkStore;

  StoreCheckController(CheckStore checkStore) {
    this.checkStore = checkStore;
  }

  @PostMapping("/v1/artefact-store:check")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  @Operation(
      summary = "Try whether artefacts can be kept",
      description =
          "In the bucket, writes an object of its own and deletes it again; tells what fails and"
              + " what to do.")
  StoreCheck check() {
    return checkStore.check();
  }
}
