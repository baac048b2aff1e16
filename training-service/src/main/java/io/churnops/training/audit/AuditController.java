package io.churnops.training.audit;

import io.churnops.kit.api.Pages;
import io.churnops.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit over HTTP. */
@RestController
@Tag(name = "Audit")
class AuditController {

  private static final String NO_NUL = "must not hold the character NUL";

  private final AuditLines lines;
  private final AuditChain chain;

  AuditController(AuditLines lines, AuditChain chain) {
    this.lines = lines;
    this.chain = chain;
  }

  @GetMapping("/v1/audit")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "Who did what to the registry, newest first")
  Page page(
      @RequestParam(required = false)
          @Parameter(description = "Only what this principal did")
          @Pattern(regexp = Pages.STORABLE, message = NO_NUL)
          @Nullable String actor,
      @RequestParam(required = false)
          @Parameter(description = "Only this, such as alias.moved")
          @Pattern(regexp = Pages.STORABLE, message = NO_NUL)
          @Nullable String action,
      @RequestParam(required = false)
          @Parameter(description = "Only what was done to this: churn, churn/3, churn/champion")
          @Pattern(regexp = Pages.STORABLE, message = NO_NUL)
          @Nullable String subject,
      @RequestParam(required = false)
          @Parameter(description = "The nextCursor of the page before")
          @Min(1)
          @Nullable Long cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<AuditEntry> found =
        lines.page(
            new AuditLines.Filter(actor, action, subject),
            cursor == null ? Long.MAX_VALUE : cursor,
            limit + 1);
    return Pages.first(found, limit, entry -> Long.toString(entry.position()), Page::new);
  }

  @GetMapping("/v1/audit:verify")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(
      summary = "Whether the audit is as it was written",
      description =
          "Follows the chain of digests from the first line. With position and hash, of a head that"
              + " was answered before, a chain that was rewritten as a whole is found as well.")
  AuditVerdict verify(
      @RequestParam(required = false) @Min(1) @Nullable Long position,
      @RequestParam(required = false) @Pattern(regexp = "[0-9a-f]{64}") @Nullable String hash) {
    if (position != null && hash != null) {
      return chain.verify(new AuditVerdict.Head(position, hash));
    }
    if (position == null && hash == null) {
      return chain.verify(null);
    }
    String missing = position == null ? "position" : "hash";
    String message = "a head is a position and a hash, both from one answer";
    throw new ProblemException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-request",
        "Invalid request",
        missing + ": " + message,
        Map.of("errors", List.of(Map.of("field", missing, "message", message))),
        null);
  }

  /** Some lines, and how to get the next ones. */
  @Schema(name = "AuditPage")
  record Page(List<AuditEntry> items, @Nullable String nextCursor) {}
}
