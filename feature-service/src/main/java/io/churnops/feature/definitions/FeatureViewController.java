package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionTable.Filter;
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
import jakarta.validation.constraints.Size;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Feature views")
class FeatureViewController {

  private static final String QUERY =
      "Words that all occur in the name, the description, the owner, the tags, the event types"
          + " or the features";
  private static final String CURSOR = "The nextCursor of the page before";

  private final FeatureViews views;
  private final ChangeViews changes;
  private final CheckEventTypes eventTypes;
  private final SearchDefinitions search;
  private final ViewUses uses;
  private final JsonMapper json;

  FeatureViewController(
      FeatureViews views,
      ChangeViews changes,
      CheckEventTypes eventTypes,
      SearchDefinitions search,
      ViewUses uses,
      JsonMapper json) {
    this.views = views;
    this.changes = changes;
    this.eventTypes = eventTypes;
    this.search = search;
    this.uses = uses;
    this.json = json;
  }

  @PostMapping(
      path = "/v1/feature-views",
      consumes = {DefinitionBody.YAML, MediaType.APPLICATION_JSON_VALUE})
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Registers a feature view",
      requestBody =
          @RequestBody(
              required = true,
              content = {
                @Content(mediaType = DefinitionBody.YAML, schema = @Schema(type = "string")),
                @Content(
                    mediaType = MediaType.APPLICATION_JSON_VALUE,
                    schema = @Schema(type = "object"))
              }))
  @ApiResponse(responseCode = "201", description = "Registered")
  @ApiResponse(responseCode = "200", description = "The same definition was registered before")
  @ApiResponse(responseCode = "422", description = "Not a usable definition")
  @ApiResponse(responseCode = "413", description = "Larger than 256 KiB")
  ResponseEntity<ViewAnswer> register(HttpServletRequest body, Principal caller)
      throws IOException {
    Registered<RegisteredView> registered =
        changes.register(DefinitionBody.read(body), caller.getName());
    var view = registered.definition().view().definition();
    ViewAnswer answer =
        ViewAnswer.of(
            registered.definition(), eventTypes.warnings(List.of(EventReads.of(view))), json);
    URI location = URI.create("/v1/feature-views/fingerprints/" + answer.fingerprint());
    return registered.created()
        ? ResponseEntity.created(location).body(answer)
        : ResponseEntity.ok().location(location).body(answer);
  }

  @GetMapping("/v1/feature-views")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest feature view of every name, by name")
  Page list(
      @RequestParam(defaultValue = "")
          @Parameter(description = QUERY)
          @Size(max = 200)
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String query,
      @RequestParam(required = false)
          @Parameter(description = "Only views with this tag")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          @Nullable String tag,
      @RequestParam(required = false)
          @Parameter(description = "Only views of this owner")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          @Nullable String owner,
      @RequestParam(defaultValue = "false")
          @Parameter(description = "Whether to list retired views as well")
          boolean retired,
      @RequestParam(defaultValue = "")
          @Parameter(description = CURSOR)
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<ViewAnswer> found =
        search.views(Words.of(query), new Filter(tag, owner, retired), cursor, limit + 1).stream()
            .map(view -> ViewAnswer.of(view, json))
            .toList();
    return Pages.first(found, limit, ViewAnswer::name, Page::new);
  }

  @GetMapping("/v1/features")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The single features of the latest views, by view")
  FeaturePage features(
      @RequestParam(defaultValue = "")
          @Parameter(description = QUERY)
          @Size(max = 200)
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String query,
      @RequestParam(required = false)
          @Parameter(description = "Only features of views with this tag")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          @Nullable String tag,
      @RequestParam(required = false)
          @Parameter(description = "Only features of views of this owner")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          @Nullable String owner,
      @RequestParam(defaultValue = "")
          @Parameter(description = CURSOR)
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<FeatureAnswer> found =
        search.features(
            Words.of(query), new Filter(tag, owner, false), FeatureCursor.of(cursor), limit + 1);
    return Pages.first(found, limit, FeatureCursor::after, FeaturePage::new);
  }

  @GetMapping("/v1/feature-views/{name}/versions")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "Every feature view that a name ever stood for, the latest first")
  @ApiResponse(responseCode = "200", description = "The versions")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  Versions versions(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name) {
    return new Versions(
        views.versions(name).stream().map(view -> ViewAnswer.of(view, json)).toList());
  }

  @GetMapping("/v1/feature-views/{name}/uses")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The model versions that pin a feature view, by its name or fingerprint")
  @ApiResponse(responseCode = "200", description = "The model versions")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  Uses uses(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name) {
    RegisteredView view = views.registered(name);
    return new Uses(view.row().name(), view.row().fingerprint(), uses.of(view.row().fingerprint()));
  }

  @PostMapping("/v1/feature-views/{name}:retire")
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Retires a feature view, by its name or fingerprint",
      description =
          "Nothing is folded for it any more and its states are removed. It stays readable;"
              + " registering it again brings it back.")
  @ApiResponse(responseCode = "200", description = "Retired, now or before")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  @ApiResponse(responseCode = "409", description = "A model in service reads it")
  @ApiResponse(responseCode = "503", description = "Whether a model reads it cannot be told now")
  ViewAnswer retire(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name,
      Principal caller) {
    uses.requireKnown();
    return ViewAnswer.of(changes.retire(name, caller.getName()), json);
  }

  @GetMapping("/v1/feature-views/{name}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest feature view of a name")
  @ApiResponse(responseCode = "200", description = "The feature view")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  ViewAnswer byName(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name) {
    return ViewAnswer.of(views.registered(name), json);
  }

  @GetMapping("/v1/feature-views/fingerprints/{fingerprint}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The feature view of a fingerprint")
  @ApiResponse(responseCode = "200", description = "The feature view")
  @ApiResponse(responseCode = "404", description = "Unknown feature view")
  ViewAnswer byFingerprint(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String fingerprint) {
    return ViewAnswer.of(views.registered(fingerprint), json);
  }

  /** Some views, and how to get the next ones. */
  @Schema(name = "FeatureViewPage")
  record Page(List<ViewAnswer> items, @Nullable String nextCursor) {}

  /** Some features, and how to get the next ones. */
  record FeaturePage(List<FeatureAnswer> items, @Nullable String nextCursor) {}

  /** All that a name stood for. */
  @Schema(name = "FeatureViewVersions")
  record Versions(List<ViewAnswer> items) {}

  /** Who depends on a view. */
  @Schema(name = "FeatureViewUses")
  record Uses(String view, String fingerprint, List<ViewUses.Use> models) {}
}
