package io.churnops.training.promotion;

import io.churnops.training.registry.Approval;
import io.churnops.training.registry.Approvals;
import io.churnops.training.registry.ModelRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Approvals over HTTP. */
@RestController
@Tag(name = "Approvals")
class ApprovalController {

  private final ModelRegistry registry;
  private final Approvals approvals;

  ApprovalController(ModelRegistry registry, Approvals approvals) {
    this.registry = registry;
    this.approvals = approvals;
  }

  @PostMapping("/v1/models/{name}/versions/{version}:approve")
  @PreAuthorize("hasAuthority('SCOPE_models:approve')")
  @Operation(
      summary = "Say that a version may become the champion",
      description = "The gate approved asks for it where churnops.gates.require-approval says so.")
  Approval approve(
      @PathVariable String name,
      @PathVariable int version,
      @Valid @RequestBody Word word,
      Principal principal) {
    return decide(name, version, Approval.Verdict.APPROVED, word, principal);
  }

  @PostMapping("/v1/models/{name}/versions/{version}:reject")
  @PreAuthorize("hasAuthority('SCOPE_models:approve')")
  @Operation(summary = "Say that a version must not become the champion; the latest word counts")
  Approval reject(
      @PathVariable String name,
      @PathVariable int version,
      @Valid @RequestBody Word word,
      Principal principal) {
    return decide(name, version, Approval.Verdict.REJECTED, word, principal);
  }

  private Approval decide(
      String name, int version, Approval.Verdict verdict, Word word, Principal principal) {
    registry.version(name, version);
    return approvals.decide(name, version, verdict, principal.getName(), word.reason());
  }

  /** Why. */
  @Schema(name = "ApprovalRequest")
  record Word(
      @NotBlank
          @Size(max = 1000)
          @Pattern(regexp = "[^\\x00]*", message = "must not hold the character NUL")
          String reason) {}
}
