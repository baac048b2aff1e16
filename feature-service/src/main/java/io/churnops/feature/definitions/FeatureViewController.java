package io.churnops.feature.definitions;

import io.churnops.features.engine.CompiledView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Feature views")
class FeatureViewController {

  private final FeatureViews views;
  private final JsonMapper json;

  FeatureViewController(FeatureViews views, JsonMapper json) {
    this.views = views;
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
  @ApiResponse(
      responseCode = "422",
      description = "Not a usable definition",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  @ApiResponse(
      responseCode = "413",
      description = "Larger than 256 KiB",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  ResponseEntity<ViewAnswer> register(HttpServletRequest body, Principal caller)
      throws IOException {
    Registered<CompiledView> registered =
        views.register(DefinitionBody.read(body), caller.getName());
    ViewAnswer answer = ViewAnswer.of(registered.definition(), json);
    URI location = URI.create("/v1/feature-views/fingerprints/" + answer.fingerprint());
    return registered.created()
        ? ResponseEntity.created(location).body(answer)
        : ResponseEntity.ok().location(location).body(answer);
  }

  @GetMapping("/v1/feature-views")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest feature view of every name")
  List<ViewAnswer> list() {
    return views.list().stream().map(view -> ViewAnswer.of(view, json)).toList();
  }

  @GetMapping("/v1/feature-views/{name}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest feature view of a name")
  @ApiResponse(responseCode = "200", description = "The feature view")
  @ApiResponse(
      responseCode = "404",
      description = "Unknown feature view",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  ViewAnswer byName(@PathVariable String name) {
    return ViewAnswer.of(views.byName(name), json);
  }

  @GetMapping("/v1/feature-views/fingerprints/{fingerprint}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The feature view of a fingerprint")
  @ApiResponse(responseCode = "200", description = "The feature view")
  @ApiResponse(
      responseCode = "404",
      description = "Unknown feature view",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  ViewAnswer byFingerprint(@PathVariable String fingerprint) {
    return ViewAnswer.of(views.byFingerprint(fingerprint), json);
  }
}
