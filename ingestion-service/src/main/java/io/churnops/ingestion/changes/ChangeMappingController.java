package io.churnops.ingestion.changes;

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
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Mappings of tables' changes, captured by Debezium, to events. */
@RestController
@RequestMapping(path = "/v1/change-mappings", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "change mappings")
class ChangeMappingController {

  private static final int MAX_BODY = 256 * 1024;

  private final RegisterChangeMapping register;
  private final ChangeMappingStore store;

  ChangeMappingController(RegisterChangeMapping register, ChangeMappingStore store) {
    this.register = register;
    this.store = store;
  }

  @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_YAML_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Registers a mapping of changes, or a new version of it",
      description =
          "Within seconds every instance follows it: from the first record of its topics, or where"
              + " the version before had come to.")
  @RequestBody(
      required = true,
      content =
          @Content(mediaType = MediaType.APPLICATION_YAML_VALUE, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "200", description = "What is followed from now on.")
  @ApiResponse(responseCode = "409", description = "There are too many mappings already.")
  @ApiResponse(responseCode = "413", description = "Larger than 256 KiB.")
  @ApiResponse(
      responseCode = "422",
      description = "The mapping cannot be followed, or names a topic that is not allowed.")
  RegisteredMapping put(@PathVariable String name, HttpServletRequest request, Principal caller)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw ChangeProblem.tooLarge(MAX_BODY);
    }
    return register.register(name, new String(body, StandardCharsets.UTF_8), caller.getName());
  }

  @GetMapping
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "The mappings of changes, by name")
  @ApiResponse(responseCode = "200", description = "A page of mappings.")
  RegisteredMappingPage list(
      @RequestParam(required = false)
          @Parameter(description = "The nextCursor of the page before")
          @Pattern(regexp = Pages.STORABLE)
          @Nullable String cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<RegisteredMapping> found = store.page(cursor, limit + 1);
    return Pages.first(found, limit, RegisteredMapping::name, RegisteredMappingPage::new);
  }

  @GetMapping("/{name}")
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(summary = "One mapping of changes")
  @ApiResponse(responseCode = "200", description = "The mapping.")
  @ApiResponse(responseCode = "404", description = "No such mapping.")
  RegisteredMapping get(@PathVariable String name) {
    return store.find(name).orElseThrow(() -> ChangeProblem.unknown(name));
  }

  @DeleteMapping("/{name}")
  @PreAuthorize("hasAuthority('SCOPE_events:manage')")
  @Operation(
      summary = "Ends the following of a mapping",
      description =
          "What has become events stays. Registered again under its name, it goes on where it"
              + " ended.")
  @ApiResponse(responseCode = "204", description = "No instance follows it after some seconds.")
  @ApiResponse(responseCode = "404", description = "No such mapping.")
  ResponseEntity<Void> delete(@PathVariable String name) {
    if (!store.remove(name)) {
      throw ChangeProblem.unknown(name);
    }
    return ResponseEntity.noContent().build();
  }
}
