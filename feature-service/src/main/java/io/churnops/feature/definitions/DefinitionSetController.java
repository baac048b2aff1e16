package io.churnops.feature.definitions;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.security.Principal;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Definitions")
class DefinitionSetController {

  private final ApplyDefinitions definitions;
  private final CheckEventTypes eventTypes;
  private final ViewUses uses;

  DefinitionSetController(ApplyDefinitions definitions, CheckEventTypes eventTypes, ViewUses uses) {
    this.definitions = definitions;
    this.eventTypes = eventTypes;
    this.uses = uses;
  }

  @PostMapping("/v1/definitions:plan")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "What applying views and labels would do; changes nothing")
  @ApiResponse(responseCode = "200", description = "The plan")
  @ApiResponse(responseCode = "422", description = "Not usable definitions")
  Plan plan(@Valid @RequestBody PlanRequest request) {
    DefinitionSet set = DefinitionSet.read(request.definitions());
    return definitions.plan(set, request).warning(eventTypes.warnings(EventReads.of(set)));
  }

  @PostMapping("/v1/definitions:apply")
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Brings views and labels into force, all or none",
      description =
          "Doing it again changes nothing. An event type that nobody registered is warned of, and"
              + " may be registered afterwards.")
  @ApiResponse(responseCode = "200", description = "What was done")
  @ApiResponse(
      responseCode = "409",
      description = "Something else would be done than the plan says; nothing was")
  @ApiResponse(responseCode = "422", description = "Not usable definitions; nothing was done")
  @ApiResponse(
      responseCode = "503",
      description = "Whether models read what would be retired cannot be told now")
  Plan apply(@Valid @RequestBody PlanRequest request, Principal caller) {
    if (Boolean.TRUE.equals(request.retireSuperseded())) {
      uses.requireKnown();
    }
    DefinitionSet set = DefinitionSet.read(request.definitions());
    return definitions
        .apply(set, request, caller.getName())
        .warning(eventTypes.warnings(EventReads.of(set)));
  }
}
