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
import java.security.Principal;
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

/** Schedules of retrainings over HTTP. */
@RestController
@RequestMapping("/v1/retraining-schedules")
@Tag(name = "Retraining")
class ScheduleController {

  private static final String NAME = "[a-z][a-z0-9_-]{0,62}";
  private static final String NO_NAME = "must be a lower-case name of at most 63 characters";

  private final Schedules schedules;
  private final SubmitRetraining submit;

  ScheduleController(Schedules schedules, SubmitRetraining submit) {
    this.schedules = schedules;
    this.submit = submit;
  }

  @PutMapping("/{model}")
  @PreAuthorize(
      "hasAuthority('SCOPE_training:run') and "
          + "(!#wish.promotes() or hasAuthority('SCOPE_models:promote'))")
  @Operation(
      summary = "Have a model retrained by the clock",
      description =
          "Times missed while the service was away are made up for by one; a time at which the"
              + " model is still being retrained is passed over.")
  Schedule set(
      @PathVariable @Pattern(regexp = NAME, message = NO_NAME) String model,
      @Valid @RequestBody ScheduleRequest wish,
      Principal principal) {
    RetrainingRequest retraining = wish.retraining(model);
    submit.check(retraining);
    submit.requireDataset(retraining);
    return schedules.set(model, wish, principal.getName());
  }

  @GetMapping("/{model}")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "When a model is retrained next")
  Schedule find(@PathVariable @Pattern(regexp = NAME, message = NO_NAME) String model) {
    return schedules.find(model);
  }

  @GetMapping
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  @Operation(summary = "List schedules, by model")
  Page list(
      @RequestParam(defaultValue = "")
          @Parameter(description = "The nextCursor of the page before")
          @Pattern(regexp = Pages.STORABLE, message = RetrainingRequest.NO_NUL)
          String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return Pages.first(schedules.page(cursor, limit + 1), limit, Schedule::model, Page::new);
  }

  @DeleteMapping("/{model}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  @Operation(summary = "Retrain a model by the clock no more")
  @ApiResponse(responseCode = "204", description = "There is no schedule any more")
  void remove(
      @PathVariable @Pattern(regexp = NAME, message = NO_NAME) String model, Principal principal) {
    schedules.remove(model, principal.getName());
  }

  /** Some schedules, and how to get the next ones. */
  @Schema(name = "RetrainingSchedulePage")
  record Page(List<Schedule> items, @Nullable String nextCursor) {}
}
