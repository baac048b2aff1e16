package io.churnops.training.registry;

import io.churnops.training.card.ModelCard;
import io.churnops.training.card.ModelCardText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models and their versions over HTTP. */
@RestController
@RequestMapping("/v1/models")
@Tag(name = "Models")
class ModelController {

  private static final MediaType ZIP = new MediaType("application", "zip");
  private static final String MARKDOWN = MediaType.TEXT_MARKDOWN_VALUE + ";charset=UTF-8";
  private static final String PLAIN_TEXT = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8";

  private static final String DELETED = "Whether to tell of deleted versions as well";

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final JsonMapper json;

  ModelController(ModelRegistry registry, ArtefactStore artefacts, JsonMapper json) {
    this.registry = registry;
    this.artefacts = artefacts;
    this.json = json;
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "List models with their versions and aliases")
  Models models(
      @RequestParam(defaultValue = "false") @Parameter(description = DELETED) boolean deleted) {
    return new Models(registry.models(deleted));
  }

  @GetMapping("/{name}")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "One model with its versions and aliases")
  ModelView model(
      @PathVariable String name,
      @RequestParam(defaultValue = "false") @Parameter(description = DELETED) boolean deleted) {
    return registry.model(name, deleted);
  }

  @GetMapping("/{name}/versions/{version}")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "One version: metrics, signature, threshold, baseline, origin")
  ModelVersion version(@PathVariable String name, @PathVariable int version) {
    return registry.version(name, version);
  }

  @GetMapping(path = "/{name}/versions/{version}/card", produces = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "The model card", description = "As JSON, Markdown or plain text")
  @ApiResponse(
      responseCode = "200",
      description = "The card",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = ModelCard.class)),
        @Content(
            mediaType = MediaType.TEXT_MARKDOWN_VALUE,
            schema = @Schema(implementation = String.class)),
        @Content(
            mediaType = MediaType.TEXT_PLAIN_VALUE,
            schema = @Schema(implementation = String.class))
      })
  JsonNode card(@PathVariable String name, @PathVariable int version) {
    return registry.card(name, version);
  }

  @GetMapping(
      path = "/{name}/versions/{version}/card",
      produces = {MARKDOWN, PLAIN_TEXT})
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(hidden = true)
  String cardText(@PathVariable String name, @PathVariable int version) {
    return ModelCardText.of(json.treeToValue(registry.card(name, version), ModelCard.class));
  }

  @GetMapping(path = "/{name}/versions/{version}/artefact", produces = "application/zip")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(summary = "The signed artefact as a zip")
  @ApiResponse(
      responseCode = "200",
      description = "The artefact; its ETag is the digest of its manifest",
      content =
          @Content(
              mediaType = "application/zip",
              schema = @Schema(type = "string", format = "binary")))
  ResponseEntity<StreamingResponseBody> artefact(
      @PathVariable String name, @PathVariable int version) {
    ModelVersion registered = registry.version(name, version);
    artefacts.verify(registered);
    return ResponseEntity.ok()
        .contentType(ZIP)
        .eTag(registered.artefactDigest())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("%s-%d.zip".formatted(name, version))
                .build()
                .toString())
        .body(out -> artefacts.zip(registered, out));
  }

  /** All models. */
  record Models(List<ModelView> models) {}
}
