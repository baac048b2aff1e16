package io.churnops.ingestion.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** What an import would do. */
@RestController
@RequestMapping(path = "/v1/imports:dryRun", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "imports")
class DryRunController {

  private final SubmitImport submit;

  DryRunController(SubmitImport submit) {
    this.submit = submit;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @Operation(
      summary = "Tells what an import would do, and does nothing",
      description =
          "The same form or document as POST /v1/imports. Answers the first events, every kind of"
              + " problem with its count, and the first problems.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
              schema = @Schema(implementation = ImportUpload.Form.class)))
  @ApiResponse(responseCode = "200", description = "What would be done.")
  @ApiResponse(
      responseCode = "422",
      description = "The file cannot be imported with this mapping at all.")
  @ApiResponse(responseCode = "429", description = "Other dry runs are under way; see Retry-After.")
  @ApiResponse(
      responseCode = "503",
      description = "The uploads that wait take all of the room for them; see Retry-After.")
  @ApiResponse(responseCode = "507", description = "The disk is full.")
  ImportPreview ofUpload(MultipartHttpServletRequest request) throws IOException {
    ImportUpload upload = ImportUpload.of(request);
    return submit.preview(upload.mapping(), upload.content());
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_events:backfill')")
  @ApiResponse(responseCode = "200", description = "What would be done.")
  ImportPreview ofMounted(@Valid @RequestBody MountedImport mounted) throws IOException {
    return submit.preview(mounted.mapping(), mounted.path());
  }
}
