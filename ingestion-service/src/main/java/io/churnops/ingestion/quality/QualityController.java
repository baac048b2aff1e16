package io.churnops.ingestion.quality;

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
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a team expects of the events of a type. */
@RestController
@RequestMapping(path = "/v1/event-types/{type}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "quality rules")
class QualityController {

  private final SetQualityRules rules;
  private final QualityStore store;
  private final ArrivalWatch watch;

  QualityController(SetQualityRules rules, QualityStore store, ArrivalWatch watch) {
    this.rules = rules;
    this.store = store;
    this.watch = watch;
  }

  @PutMapping(
      path = "/quality-rules",
      consumes = {RulesReader.YAML, MediaType.APPLICATION_JSON_VALUE})
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Sets the quality rules of an event type",
      description =
          "All of them at once, as a new version; an empty list ends them. Every instance follows"
              + " them within seconds.")
  @RequestBody(
      required = true,
      content = {
        @Content(mediaType = RulesReader.YAML, schema = @Schema(type = "string")),
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = RulesDocument.class))
      })
  @ApiResponse(responseCode = "201", description = "Set; Location is this version.")
  @ApiResponse(responseCode = "200", description = "The latest version says the same already.")
  @ApiResponse(responseCode = "404", description = "No such event type.")
  @ApiResponse(responseCode = "413", description = "Larger than 64 KiB.")
  @ApiResponse(
      responseCode = "422",
      description = "Rules that cannot be followed; errors tell why.")
  ResponseEntity<QualityRules> set(
      @PathVariable String type, HttpServletRequest request, Principal caller) throws IOException {
    SetQualityRules.Outcome outcome = rules.set(type, RulesReader.read(request), caller.getName());
    QualityRules set = outcome.rules();
    URI location =
        URI.create("/v1/event-types/" + type + "/quality-rules/versions/" + set.version());
    return (outcome.created() ? ResponseEntity.created(location) : ResponseEntity.ok()).body(set);
  }

  @GetMapping("/quality-rules")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The quality rules of an event type")
  @ApiResponse(responseCode = "200", description = "The rules; version 0 if it never had any.")
  @ApiResponse(responseCode = "404", description = "No such event type.")
  QualityRules latest(@PathVariable String type) {
    return rules.latest(type);
  }

  @GetMapping("/quality-rules/versions")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The versions of the quality rules of an event type, newest first")
  @ApiResponse(responseCode = "200", description = "A page of versions.")
  @ApiResponse(responseCode = "404", description = "No such event type.")
  QualityRulesPage versions(
      @PathVariable String type,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable Integer cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    rules.requireKnown(type);
    List<QualityRules> found =
        store.versions(type, cursor == null ? Integer.MAX_VALUE : cursor, limit + 1);
    return Pages.first(
        found, limit, last -> Integer.toString(last.version()), QualityRulesPage::new);
  }

  @GetMapping("/quality-rules/versions/{version}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "One version of the quality rules of an event type")
  @ApiResponse(responseCode = "200", description = "The version.")
  @ApiResponse(responseCode = "404", description = "No such event type or version.")
  QualityRules version(@PathVariable String type, @PathVariable int version) {
    rules.requireKnown(type);
    return store
        .find(type, version)
        .orElseThrow(() -> QualityProblem.unknownVersion(type, version));
  }

  @GetMapping("/quality-status")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "Whether the events of a type arrive as its rules expect")
  @ApiResponse(responseCode = "200", description = "The state of each freshness and volume rule.")
  @ApiResponse(responseCode = "404", description = "No such event type.")
  QualityStatus status(@PathVariable String type) {
    return new QualityStatus(type, rules.latest(type).version(), watch.statuses(type));
  }
}
