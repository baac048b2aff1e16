package io.churnops.ingestion.changes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.churnops.ingestion.changes.ChangeDeadLetter.Status;
import io.churnops.ingestion.changes.ChangeLetterDecisions.Choice;
import io.churnops.ingestion.changes.SettleChangeLetters.Decision;
import io.churnops.kit.api.Pages;
import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records of captures that could not become events, and what is to become of them. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "change mappings")
class ChangeLetterController {

  private static final String CODE = "Only those with this reason.";
  private static final String ALL = "True, and no code: all open records of the mapping.";
  private static final String CODE_OR_ALL = "must name a reason, or be absent with \"all\": true";
  private static final String CURSOR = "The nextCursor of the answer before.";

  private final ChangeMappingStore mappings;
  private final ChangeLetterStore store;
  private final SettleChangeLetters settle;

  ChangeLetterController(
      ChangeMappingStore mappings, ChangeLetterStore store, SettleChangeLetters settle) {
    this.mappings = mappings;
    this.store = store;
    this.settle = settle;
  }

  @GetMapping("/v1/change-mappings/{name}/dead-letters")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(
      summary = "Records of a mapping that could not become events, newest first",
      description = "Of each the beginning. A record is listed a moment after it was put aside.")
  @ApiResponse(responseCode = "200", description = "A page of records.")
  @ApiResponse(responseCode = "404", description = "No such mapping.")
  ChangeDeadLetterPage list(
      @PathVariable String name,
      @RequestParam(defaultValue = "OPEN") Status status,
      @RequestParam(required = false)
          @Parameter(description = CODE)
          @Pattern(regexp = Pages.STORABLE)
          @Nullable String code,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<ChangeDeadLetter> found = store.page(known(name), status, code, cursor, limit + 1);
    return Pages.first(found, limit, ChangeDeadLetter::itemId, ChangeDeadLetterPage::new);
  }

  @GetMapping("/v1/change-mappings/{name}/dead-letters/{itemId}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "Such a record with all of its text and what was done about it")
  @ApiResponse(responseCode = "200", description = "The record.")
  @ApiResponse(responseCode = "404", description = "No such mapping or record.")
  ChangeDeadLetter get(@PathVariable String name, @PathVariable UUID itemId) {
    return store.find(known(name), itemId).orElseThrow(() -> ChangeProblem.unknownLetter(itemId));
  }

  @PostMapping("/v1/change-mappings/{name}/dead-letters/{itemId}:replay")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Takes such a record through the mapping as it is now",
      description =
          "Its events have the ids and known times that they would have had at first, so that they"
              + " count once and in their place. It stays, with its new reason, unless all of them"
              + " are valid.")
  @ApiResponse(responseCode = "200", description = "What became of it.")
  @ApiResponse(responseCode = "404", description = "No such mapping or record.")
  @ApiResponse(
      responseCode = "409",
      description = "It was replayed or discarded, or somebody is about to.")
  ChangeReplayVerdict replay(
      @PathVariable String name,
      @PathVariable UUID itemId,
      @RequestBody(required = false) @Valid @Nullable ChangeReplay replay,
      Principal caller) {
    String reason = replay == null ? null : replay.reason();
    return settle
        .replay(Choice.one(name, itemId), new Decision(caller.getName(), reason))
        .items()
        .stream()
        .findFirst()
        .orElseThrow(() -> ChangeProblem.unknownLetter(itemId));
  }

  @PostMapping("/v1/change-mappings/{name}/dead-letters:replay")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Takes such records through the mapping as it is now, oldest first",
      description = "At most limit of them; with the nextCursor of the answer it goes on.")
  @ApiResponse(responseCode = "200", description = "What became of them.")
  @ApiResponse(responseCode = "404", description = "No such mapping.")
  ChangeReplayReport replayMany(
      @PathVariable String name, @RequestBody @Valid ChangeReplayMany many, Principal caller) {
    return settle.replay(
        choice(name, many.code(), many.cursor(), many.limit()),
        new Decision(caller.getName(), many.reason()));
  }

  @PostMapping("/v1/change-mappings/{name}/dead-letters/{itemId}:discard")
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Discards such a record",
      description = "Its text is deleted; who did it, when and why stays.")
  @ApiResponse(responseCode = "200", description = "The record as it is now.")
  @ApiResponse(responseCode = "404", description = "No such mapping or record.")
  @ApiResponse(
      responseCode = "409",
      description = "It was replayed or discarded, or somebody is about to.")
  ChangeDeadLetter discard(
      @PathVariable String name,
      @PathVariable UUID itemId,
      @RequestBody @Valid ChangeDiscard discard,
      Principal caller) {
    settle.discard(Choice.one(name, itemId), new Decision(caller.getName(), discard.reason()));
    return get(name, itemId);
  }

  @PostMapping("/v1/change-mappings/{name}/dead-letters:discard")
  @Idempotent
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Discards such records, oldest first",
      description = "At most limit of them; with the nextCursor of the answer it goes on.")
  @ApiResponse(responseCode = "200", description = "How many were discarded.")
  @ApiResponse(responseCode = "404", description = "No such mapping.")
  ChangeDiscardReport discardMany(
      @PathVariable String name, @RequestBody @Valid ChangeDiscardMany many, Principal caller) {
    return settle.discard(
        choice(name, many.code(), many.cursor(), many.limit()),
        new Decision(caller.getName(), many.reason()));
  }

  /** The name, if a mapping has it. */
  private String known(String name) {
    return mappings.find(name).orElseThrow(() -> ChangeProblem.unknown(name)).name();
  }

  private static Choice choice(
      String name, @Nullable String code, @Nullable UUID cursor, @Nullable Integer limit) {
    int most = Objects.requireNonNullElse(limit, SettleChangeLetters.MAX_RECORDS);
    return new Choice(name, null, code, cursor, most);
  }

  /** How to replay one record. */
  record ChangeReplay(
      @Pattern(regexp = Pages.STORABLE)
          @Size(max = 400)
          @Schema(description = "Why; for the audit.")
          @Nullable String reason) {}

  /** Which records to replay. */
  record ChangeReplayMany(
      @Pattern(regexp = Pages.STORABLE) @Schema(description = CODE) @Nullable String code,
      @Schema(description = ALL) @Nullable Boolean all,
      @Pattern(regexp = Pages.STORABLE) @Size(max = 400) @Nullable String reason,
      @Schema(description = CURSOR) @Nullable UUID cursor,
      @Min(1) @Max(SettleChangeLetters.MAX_RECORDS) @Nullable Integer limit) {

    @AssertTrue(message = CODE_OR_ALL)
    @JsonIgnore
    boolean isCodeOrAll() {
      return code != null != Boolean.TRUE.equals(all);
    }
  }

  /** Why a record is discarded. */
  record ChangeDiscard(
      @NotBlank
          @Pattern(regexp = Pages.STORABLE)
          @Size(max = 400)
          @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
          String reason) {}

  /** Which records to discard, and why. */
  record ChangeDiscardMany(
      @Pattern(regexp = Pages.STORABLE) @Schema(description = CODE) @Nullable String code,
      @Schema(description = ALL) @Nullable Boolean all,
      @NotBlank
          @Pattern(regexp = Pages.STORABLE)
          @Size(max = 400)
          @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
          String reason,
      @Schema(description = CURSOR) @Nullable UUID cursor,
      @Min(1) @Max(SettleChangeLetters.MAX_RECORDS) @Nullable Integer limit) {

    @AssertTrue(message = CODE_OR_ALL)
    @JsonIgnore
    boolean isCodeOrAll() {
      return code != null != Boolean.TRUE.equals(all);
    }
  }
}
