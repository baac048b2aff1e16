package io.churnops.ingestion.quarantine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.churnops.ingestion.event.RawEvent;
import io.churnops.kit.api.Pages;
import io.churnops.kit.idempotency.Idempotent;
import io.churnops.kit.problem.BodyProblem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Events that were invalid, and what is to become of them. */
@RestController
@Tag(name = "quarantine")
class QuarantineController {

  private static final String BACKFILL = "SCOPE_events:backfill";
  private static final String EVENT = "application/cloudevents+json";

  private final QuarantineStore store;
  private final SettleEvents settle;

  QuarantineController(QuarantineStore store, SettleEvents settle) {
    this.store = store;
    this.settle = settle;
  }

  @GetMapping("/v1/quarantine")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(
      summary = "Events in quarantine, newest first",
      description = "Without their text. An event is listed a moment after its verdict.")
  @ApiResponse(responseCode = "200", description = "A page of events.")
  QuarantinePage list(
      @RequestParam(defaultValue = "OPEN") QuarantineStatus status,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String code,
      @RequestParam(required = false) @Nullable String rule,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable String source,
      @RequestParam(required = false) @Nullable Boolean quarantined,
      @RequestParam(required = false) @Nullable Instant since,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    QuarantineFilter filter =
        new QuarantineFilter(type, code, rule, subject, source, quarantined, since, until);
    List<QuarantinedEvent> events = store.page(status, filter, cursor, limit + 1);
    return Pages.first(events, limit, QuarantinedEvent::itemId, QuarantinePage::new);
  }

  @GetMapping("/v1/quarantine/{itemId}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "A quarantined event with its text and what was done about it")
  @ApiResponse(responseCode = "200", description = "The event.")
  @ApiResponse(responseCode = "404", description = "No such event.")
  QuarantinedEvent get(@PathVariable UUID itemId) {
    return store.find(itemId).orElseThrow(() -> QuarantineProblem.unknown(itemId));
  }

  @PutMapping(path = "/v1/quarantine/{itemId}/event", consumes = EVENT)
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Replaces a quarantined event by a fixed one",
      description = "Only the JSON is read; whether the event is valid shows when it is replayed.")
  @RequestBody(
      required = true,
      content =
          @Content(mediaType = EVENT, schema = @Schema(ref = "#/components/schemas/CustomerEvent")))
  @ApiResponse(responseCode = "200", description = "The event as it is now.")
  @ApiResponse(responseCode = "400", description = "The body is not JSON.")
  @ApiResponse(responseCode = "404", description = "No such event.")
  @ApiResponse(
      responseCode = "409",
      description = "It was replayed or discarded, or somebody is about to.")
  @ApiResponse(responseCode = "410", description = "It would be about a customer who was erased.")
  @ApiResponse(responseCode = "413", description = "Larger than an event may be.")
  QuarantinedEvent fix(@PathVariable UUID itemId, HttpServletRequest request, Principal caller)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(RawEvent.MAX_BYTES + 1);
    if (body.length > RawEvent.MAX_BYTES) {
      throw BodyProblem.tooLarge("An event", RawEvent.MAX_BYTES);
    }
    settle.fix(itemId, body, caller.getName());
    return get(itemId);
  }

  @PostMapping("/v1/quarantine/{itemId}:replay")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Judges a quarantined event again",
      description =
          "A valid one goes to the event log, known from now unless it says otherwise; another stays"
              + " in quarantine with its new reason.")
  @ApiResponse(responseCode = "200", description = "The verdict.")
  @ApiResponse(responseCode = "404", description = "No such event.")
  @ApiResponse(
      responseCode = "409",
      description = "It was replayed or discarded, or somebody is about to.")
  ReplayVerdict replay(
      @PathVariable UUID itemId,
      @org.springframework.web.bind.annotation.RequestBody(required = false) @Valid
          @Nullable Replay replay,
      Authentication caller) {
    return settle.replay(itemId, decision(replay, caller));
  }

  @PostMapping("/v1/quarantine:replay")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Judges quarantined events again, newest first",
      description = "At most limit of them; with the nextCursor of the answer it goes on.")
  @ApiResponse(responseCode = "200", description = "The verdicts.")
  ReplayReport replayMany(
      @org.springframework.web.bind.annotation.RequestBody @Valid ReplayMany many,
      Authentication caller) {
    return settle.replay(
        Objects.requireNonNullElse(many.filter(), QuarantineFilter.ALL),
        many.cursor(),
        Objects.requireNonNullElse(many.limit(), SettleEvents.MAX_EVENTS),
        decision(new Replay(many.reason(), many.waiveRules()), caller));
  }

  @PostMapping("/v1/quarantine/{itemId}:discard")
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Discards a quarantined event",
      description = "Its text is deleted; who did it, when and why stays.")
  @ApiResponse(responseCode = "200", description = "The event as it is now.")
  @ApiResponse(responseCode = "404", description = "No such event.")
  @ApiResponse(
      responseCode = "409",
      description = "It was replayed or discarded, or somebody is about to.")
  QuarantinedEvent discard(
      @PathVariable UUID itemId,
      @org.springframework.web.bind.annotation.RequestBody @Valid Discard discard,
      Principal caller) {
    settle.discard(itemId, new Decision(caller.getName(), discard.reason(), false, false));
    return get(itemId);
  }

  @PostMapping("/v1/quarantine:discard")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Discards quarantined events, newest first",
      description = "At most limit of them; with the nextCursor of the answer it goes on.")
  @ApiResponse(responseCode = "200", description = "How many were discarded.")
  DiscardReport discardMany(
      @org.springframework.web.bind.annotation.RequestBody @Valid DiscardMany many,
      Principal caller) {
    return settle.discard(
        Objects.requireNonNullElse(many.filter(), QuarantineFilter.ALL),
        many.cursor(),
        Objects.requireNonNullElse(many.limit(), SettleEvents.MAX_EVENTS),
        new Decision(caller.getName(), many.reason(), false, false));
  }

  private static Decision decision(@Nullable Replay replay, Authentication caller) {
    boolean mayBackfill =
        caller.getAuthorities().stream()
            .anyMatch(granted -> BACKFILL.equals(granted.getAuthority()));
    return replay == null
        ? new Decision(caller.getName(), null, false, mayBackfill)
        : new Decision(
            caller.getName(),
            replay.reason(),
            Boolean.TRUE.equals(replay.waiveRules()),
            mayBackfill);
  }

  /** How to replay one event. */
  record Replay(
      @Size(max = 400) @Schema(description = "Why; for the audit.") @Nullable String reason,
      @Schema(
              description =
                  "Judge by the contract alone, against the quality rules; needs a reason.")
          @Nullable Boolean waiveRules) {}

  /** Which events to replay, and how. */
  record ReplayMany(
      @Schema(description = QuarantineFilter.NAMES) @Nullable QuarantineFilter filter,
      @Schema(description = QuarantineFilter.ALL_OPEN) @Nullable Boolean all,
      @Size(max = 400) @Nullable String reason,
      @Nullable Boolean waiveRules,
      @Schema(description = "The nextCursor of the answer before.") @Nullable UUID cursor,
      @Min(1) @Max(SettleEvents.MAX_EVENTS) @Nullable Integer limit) {

    @AssertTrue(message = QuarantineFilter.OR_ALL)
    @JsonIgnore
    boolean isFilterOrAll() {
      return QuarantineFilter.isMeant(filter, all);
    }
  }

  /** Why an event is discarded. */
  record Discard(
      @NotBlank @Size(max = 400) @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
          String reason) {}

  /** Which events to discard, and why. */
  record DiscardMany(
      @Schema(description = QuarantineFilter.NAMES) @Nullable QuarantineFilter filter,
      @Schema(description = QuarantineFilter.ALL_OPEN) @Nullable Boolean all,
      @NotBlank @Size(max = 400) @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String reason,
      @Schema(description = "The nextCursor of the answer before.") @Nullable UUID cursor,
      @Min(1) @Max(SettleEvents.MAX_EVENTS) @Nullable Integer limit) {

    @AssertTrue(message = QuarantineFilter.OR_ALL)
    @JsonIgnore
    boolean isFilterOrAll() {
      return QuarantineFilter.isMeant(filter, all);
    }
  }
}
