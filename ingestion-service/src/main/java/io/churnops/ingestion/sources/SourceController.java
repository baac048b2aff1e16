package io.churnops.ingestion.sources;

import io.churnops.kit.api.Pages;
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
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Databases and JSON APIs that rows are pulled from. */
@RestController
@RequestMapping(path = "/v1/sources", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "sources")
class SourceController {

  private final DeclareSource declare;
  private final SourceStore store;
  private final InstantSource clock;

  SourceController(DeclareSource declare, SourceStore store, InstantSource clock) {
    this.declare = declare;
    this.store = store;
    this.clock = clock;
  }

  @PutMapping(
      path = "/{name}",
      consumes = {DeclarationBody.YAML, MediaType.APPLICATION_JSON_VALUE})
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Declares a source, or a new version of it",
      description =
          "It is asked as its schedule says, from where the version before had come to. The place"
              + " must be on the list churnops.ingestion.sources.allow.")
  @RequestBody(
      required = true,
      content = {
        @Content(mediaType = DeclarationBody.YAML, schema = @Schema(type = "string")),
        @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"))
      })
  @ApiResponse(responseCode = "201", description = "Declared; Location is the source.")
  @ApiResponse(responseCode = "200", description = "A new version, or the one in force already.")
  @ApiResponse(responseCode = "400", description = "The body is not UTF-8.")
  @ApiResponse(
      responseCode = "409",
      description = "There are too many sources, or the cursor is another one.")
  @ApiResponse(responseCode = "413", description = "Larger than 64 KiB.")
  @ApiResponse(
      responseCode = "422",
      description = "The declaration cannot be followed, or names a place that is not allowed.")
  ResponseEntity<Source> put(
      @PathVariable String name, HttpServletRequest request, Principal caller) throws IOException {
    DeclareSource.Action action =
        declare.declare(name, DeclarationBody.of(request), caller.getName());
    Source source = get(name);
    return action == DeclareSource.Action.NEW
        ? ResponseEntity.created(URI.create("/v1/sources/" + name)).body(source)
        : ResponseEntity.ok(source);
  }

  @PostMapping(
      path = "/{name}:plan",
      consumes = {DeclarationBody.YAML, MediaType.APPLICATION_JSON_VALUE})
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(summary = "Tells what declaring a source would do, and does nothing")
  @RequestBody(
      required = true,
      content = {
        @Content(mediaType = DeclarationBody.YAML, schema = @Schema(type = "string")),
        @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"))
      })
  @ApiResponse(responseCode = "200", description = "What would be done.")
  @ApiResponse(responseCode = "400", description = "The body is not UTF-8.")
  @ApiResponse(
      responseCode = "409",
      description = "There are too many sources, or the cursor is another one.")
  @ApiResponse(responseCode = "413", description = "Larger than 64 KiB.")
  @ApiResponse(
      responseCode = "422",
      description = "The declaration cannot be followed, or names a place that is not allowed.")
  SourcePlan plan(@PathVariable String name, HttpServletRequest request) throws IOException {
    return new SourcePlan(name, declare.plan(name, DeclarationBody.of(request)));
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The sources, by name")
  @ApiResponse(responseCode = "200", description = "A page of sources.")
  SourcePage list(
      @RequestParam(required = false)
          @Parameter(description = "The nextCursor of the page before")
          @Pattern(regexp = Pages.STORABLE)
          @Nullable String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<Source> found = store.page(cursor, limit + 1).stream().map(Source::of).toList();
    return Pages.first(found, limit, Source::name, SourcePage::new);
  }

  @GetMapping("/{name}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "One source, and how it is")
  @ApiResponse(responseCode = "200", description = "The source.")
  @ApiResponse(responseCode = "404", description = "No such source.")
  Source get(@PathVariable String name) {
    return Source.of(row(name));
  }

  @PostMapping("/{name}:pause")
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Stops the schedule of a source",
      description = "A run that is under way goes on to its end; one can still be asked for.")
  @ApiResponse(responseCode = "200", description = "The source.")
  @ApiResponse(responseCode = "404", description = "No such source.")
  Source pause(@PathVariable String name) {
    store.pause(name, true, row(name).nextRunAt());
    return get(name);
  }

  @PostMapping("/{name}:resume")
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Resumes the schedule of a source",
      description = "What was missed is not made up for run by run: the next reads all of it.")
  @ApiResponse(responseCode = "200", description = "The source.")
  @ApiResponse(responseCode = "404", description = "No such source.")
  Source resume(@PathVariable String name) {
    Schedule schedule = SourceCompiler.compile(row(name).declaration()).schedule();
    Instant now = clock.instant();
    store.pause(name, false, schedule instanceof Schedule.ByHand ? null : now);
    return get(name);
  }

  @DeleteMapping("/{name}")
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Forgets a source, its cursor and its runs",
      description =
          "What has become events stays. Declared again, it is read from its beginning; the events"
              + " have the ids they had.")
  @ApiResponse(responseCode = "204", description = "It is not asked any more.")
  @ApiResponse(responseCode = "404", description = "No such source.")
  ResponseEntity<Void> delete(@PathVariable String name) {
    if (!store.remove(name)) {
      throw SourceProblem.unknown(name);
    }
    return ResponseEntity.noContent().build();
  }

  private SourceRow row(String name) {
    return store.find(name).orElseThrow(() -> SourceProblem.unknown(name));
  }
}
