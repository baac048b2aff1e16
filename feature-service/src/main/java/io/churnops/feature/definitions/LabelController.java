package io.churnops.feature.definitions;

import io.churnops.features.engine.LabelDefinition;
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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Labels")
class LabelController {

  private final Labels labels;
  private final JsonMapper json;

  LabelController(Labels labels, JsonMapper json) {
    this.labels = labels;
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
  @ApiResponse(
      responseCode = "422",
      description = "Not a usable definition",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  @ApiResponse(
      responseCode = "413",
      description = "Larger than 256 KiB",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  ResponseEntity<LabelAnswer> register(HttpServletRequest body, Principal caller)
      throws IOException {
    Registered<LabelDefinition> registered =
        labels.register(DefinitionBody.read(body), caller.getName());
    LabelAnswer answer = LabelAnswer.of(registered.definition(), json);
    URI location = URI.create("/v1/labels/" + answer.name());
    return registered.created()
        ? ResponseEntity.created(location).body(answer)
        : ResponseEntity.ok().location(location).body(answer);
  }

  @GetMapping("/v1/labels/{name}")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The latest label of a name")
  @ApiResponse(responseCode = "200", description = "The label")
  @ApiResponse(
      responseCode = "404",
      description = "Unknown label",
      content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE))
  LabelAnswer byName(@PathVariable String name) {
    return LabelAnswer.of(labels.find(name), json);
  }
}
