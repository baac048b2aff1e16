package io.churnops.training.retraining;

import io.churnops.kit.api.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Retrainings over HTTP. */
@RestController
@RequestMapping("/v1/retraining")
@Tag(name = "Retraining")
class RetrainingController {

  private final SubmitRetraining submit;
  private final CancelRetraining cancel;
  private final Retrainings retrainings;

  RetrainingController(SubmitRetraining submit, CancelRetraining cancel, Retrainings retrainings) {
    this.submit = submit;
    this.cancel = cancel;
    this.retrainings = retrainings;
  }

  @PostMapping
  @PreAuthorize(
      "hasAuthority('SCOPE_training:run') and "
          + "(!#request.promotes() or hasAuthority('SCOPE_models:promote'))")
  @Operation(
      summary = "Train a model anew, from its training set to the champion's alias",
      description =
          "What is left out is as it was for the champion. A retraining that may promote needs the"
              + " scope models:promote as well. Of one model, one retraining goes on after the"
              + " other. A training set that feature-service does not know is a 422; while it does not"
              + " answer, the retraining is taken and waits for it.")
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for its timeline")
  ResponseEntity<Retraining> start(
      @Valid @RequestBody RetrainingRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Size(min = 1, max = 200)
          @Parameter(description = "The same key with the same body gives the same retraining")
          @Nullable String idempotencyKey,
      Principal principal) {
    submit.requireDataset(request);
    return accepted(
        submit.submit(request, Retraining.Source.API, principal.getName(), idempotencyKey));
  }

  private static ResponseEntity<Retraining> accepted(Retraining retraining) {
    return ResponseEntity.accepted()
        .location(URI.create("/v1/retraining/" + retraining.retrainingId()))
        .body(retraining);
  }

  @GetMapping
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "List retrainings, newest first")
  Page list(
      @RequestParam(defaultValue = "")
          @Parameter(description = "Only of this model")
          @Pattern(regexp = Pages.STORABLE, message = RetrainingRequest.NO_NUL)
          String model,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return Pages.first(
        retrainings.page(model, Pages.after(cursor), limit + 1),
        limit,
        Retraining::retrainingId,
        Page::new);
  }

  @GetMapping("/{id}")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "One retraining with the timeline of its steps")
  Retraining find(
      @PathVariable @Pattern(regexp = Pages.STORABLE, message = RetrainingRequest.NO_NUL)
          String id) {
    return retrainings.find(id);
  }

  @PostMapping("/{id}:cancel")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  @Operation(
      summary = "Cancel a retraining that waits or is under way",
      description =
          "It is CANCELLED at once, as is the training set that is built for it or the training run"
              + " that it waits for, and promotes nothing; what its earlier steps made is kept, and"
              + " what works on it stops within seconds. Cancelling it again changes nothing; a"
              + " retraining that has ended otherwise is a 409.")
  Retraining cancel(
      @PathVariable @Pattern(regexp = Pages.STORABLE, message = RetrainingRequest.NO_NUL) String id,
      Principal principal) {
    return cancel.cancel(id, principal.getName());
  }

  @PostMapping("/{id}/steps/{step}:retry")
  @PreAuthorize("hasAuthority('SCOPE_training:run') and hasAuthority('SCOPE_models:promote')")
  @Operation(
      summary = "Do a step anew, and those that stand on it",
      description =
          "Only once the retraining is over, and of a step that it has come to. Steps before it"
              + " keep their results. Before a promotion the gates are asked again.")
  @ApiResponse(responseCode = "202", description = "Accepted; ask the Location for its timeline")
  ResponseEntity<Retraining> retry(
      @PathVariable @Pattern(regexp = Pages.STORABLE, message = RetrainingRequest.NO_NUL) String id,
      @PathVariable String step,
      Principal principal) {
    return accepted(
        retrainings.retry(
            id,
            Step.of(step).orElseThrow(() -> RetrainingException.unknownStep(step)),
            principal.getName()));
  }

  /** Some retrainings, and how to get the next ones. */
  @Schema(name = "RetrainingPage")
  record Page(List<Retraining> items, @Nullable String nextCursor) {}
}
