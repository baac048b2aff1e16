package io.churnops.ingestion.types;

import io.churnops.ingestion.types.RegisterEventType.Registered;
import io.churnops.kit.problem.BodyProblem;
import io.churnops.kit.problem.UnreadableMembers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Event types: the built-in ones, and those a team registers. */
@RestController
@RequestMapping(path = "/v1/event-types", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "event types")
class EventTypeController {

  /** Bytes a registration may have. */
  static final int MAX_BODY = 64 * 1024;

  /** As strict as with events: no name twice, decimals exact, no deep nesting. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(300)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final RegisterEventType register;
  private final FindEventTypes find;

  EventTypeController(RegisterEventType register, FindEventTypes find) {
    this.register = register;
    this.find = find;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Registers an event type, or a new version of it",
      description =
          "Every instance takes events of the type within seconds. Registering the same again adds"
              + " nothing.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(implementation = EventTypeRegistration.class)))
  @ApiResponse(responseCode = "201", description = "Registered; Location is this version.")
  @ApiResponse(responseCode = "200", description = "The latest version says the same already.")
  @ApiResponse(
      responseCode = "409",
      description =
          "The schema breaks the version before (breaks tells what), the type is built in, or there"
              + " are too many.")
  @ApiResponse(responseCode = "413", description = "Larger than 64 KiB.")
  @ApiResponse(
      responseCode = "422",
      description = "Not a name, not a JSON Schema, or not one that is safe; errors tell why.")
  ResponseEntity<EventTypeVersion> register(HttpServletRequest request, Principal caller)
      throws IOException {
    Registered registered = register.register(read(request), caller.getName());
    EventTypeVersion version = registered.version();
    URI location =
        URI.create("/v1/event-types/" + version.type() + "/versions/" + version.version());
    return (registered.created() ? ResponseEntity.created(location) : ResponseEntity.ok())
        .body(version);
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The event types by name, without their schemas")
  @ApiResponse(responseCode = "200", description = "A page of event types.")
  EventTypePage list(
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return find.list(cursor, limit);
  }

  @GetMapping("/{type}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The latest version of an event type")
  @ApiResponse(responseCode = "200", description = "The event type.")
  @ApiResponse(responseCode = "404", description = "No such event type.")
  EventTypeVersion latest(@PathVariable String type) {
    return find.latest(type);
  }

  @GetMapping("/{type}/versions")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The versions of an event type, newest first")
  @ApiResponse(responseCode = "200", description = "A page of versions.")
  @ApiResponse(responseCode = "404", description = "No such event type.")
  EventTypePage versions(
      @PathVariable String type,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable Integer cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return find.versions(type, cursor, limit);
  }

  @GetMapping("/{type}/versions/{version}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "One version of an event type")
  @ApiResponse(responseCode = "200", description = "The version.")
  @ApiResponse(responseCode = "404", description = "No such version.")
  EventTypeVersion version(@PathVariable String type, @PathVariable int version) {
    return find.version(type, version);
  }

  private static EventTypeRegistration read(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw BodyProblem.tooLarge("An event type", MAX_BODY);
    }
    try {
      EventTypeRegistration read = JSON.readValue(body, EventTypeRegistration.class);
      if (read == null) {
        throw BodyProblem.unreadable("The body is null.");
      }
      return read;
    } catch (JacksonException unreadable) {
      throw BodyProblem.unreadable(
          "The body is not {type, schema, compatibility?, description?} in JSON: "
              + UnreadableMembers.reasons(unreadable, body, EventTypeRegistration.class, JSON));
    }
  }
}
