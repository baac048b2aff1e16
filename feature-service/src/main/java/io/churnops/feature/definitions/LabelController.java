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
@Tag(name = "Labels")
class LabelController {

  private final Labels labels;
  private final LabelUses uses;
  private final CheckEventTypes eventTypes;
  private final JsonMapper json;

  LabelController(Labels labels, LabelUses uses, CheckEventTypes eventTypes, JsonMapper json) {
    this.labels = labels;
    this.uses = uses;
    this.eventTypes = eventTypes;
    this.json = json;
  }

  @PostMapping(
      path = "/v1/labels",
      consumes = {DefinitionBody.YAML, MediaType.APPLICATION_JSON_VALUE})
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Registers a label",
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
  ResponseEntity<LabelAnswer> register(HttpServletRequest body, Principal caller)
      throws IOException {
    Registered<RegisteredLabel> registered =
        labels.register(DefinitionBody.read(body), caller.getName());
    var label = registered.definition().label();
    LabelAnswer answer =
        LabelAnswer.of(
            registered.definition(), eventTypes.warnings(List.of(EventReads.of(label))), json);
    URI location = URI.create("/v1/labels/" + answer.name());
    return registered.created()
        ? ResponseEntity.created(location).body(answer)
        : ResponseEntity.ok().location(location).body(answer);
  }

  @GetMapping("/v1/labels/{name}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest label of a name, or the label of a fingerprint")
  @ApiResponse(responseCode = "200", description = "The label")
  @ApiResponse(responseCode = "404", description = "Unknown label")
  LabelAnswer byName(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name) {
    return LabelAnswer.of(labels.registered(name), json);
  }

  @GetMapping("/v1/labels/{name}/versions")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "Every label that a name ever stood for, the latest first")
  @ApiResponse(responseCode = "200", description = "The versions")
  @ApiResponse(responseCode = "404", description = "Unknown label")
  Versions versions(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name) {
    return new Versions(
        labels.versions(name).stream().map(label -> LabelAnswer.of(label, json)).toList());
  }

  @GetMapping("/v1/labels/{name}/uses")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary =
          "The model versions that were trained on a training set with a label, by its name or"
              + " fingerprint")
  @ApiResponse(responseCode = "200", description = "The model versions")
  @ApiResponse(responseCode = "404", description = "Unknown label")
  Uses uses(
      @PathVariable @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String name) {
    DefinitionRow row = labels.registered(name).row();
    return new Uses(row.name(), row.fingerprint(), uses.ofLabel(row.fingerprint()));
  }

  @GetMapping("/v1/labels")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest label of every name, by name")
  Page list(
      @RequestParam(defaultValue = "")
          @Parameter(description = "Words that all occur in the label or what is said of it")
          @Size(max = 200)
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String query,
      @RequestParam(required = false)
          @Parameter(description = "Only labels with this tag")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          @Nullable String tag,
      @RequestParam(required = false)
          @Parameter(description = "Only labels of this owner")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          @Nullable String owner,
      @RequestParam(defaultValue = "")
          @Parameter(description = "The nextCursor of the page before")
          @Pattern(regexp = DefinitionBody.TEXT, message = DefinitionBody.NOT_TEXT)
          String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<LabelAnswer> found =
        labels.search(Words.of(query), new Filter(tag, owner, true), cursor, limit + 1).stream()
            .map(label -> LabelAnswer.of(label, json))
            .toList();
    return Pages.first(found, limit, LabelAnswer::name, Page::new);
  }

  /** Some labels, and how to get the next ones. */
  @Schema(name = "LabelPage")
  record Page(List<LabelAnswer> items, @Nullable String nextCursor) {}

  /** All that a name stood for. */
  @Schema(name = "LabelVersions")
  record Versions(List<LabelAnswer> items) {}

  /** Who depends on a label. */
  @Schema(name = "LabelUses")
  record Uses(String label, String fingerprint, List<ViewUses.Use> models) {}
}
