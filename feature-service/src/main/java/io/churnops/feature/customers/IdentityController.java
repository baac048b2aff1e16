package io.churnops.feature.customers;

import io.churnops.feature.identity.IdentityChange;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Customers")
class IdentityController {

  private static final int USUAL_LIMIT = 50;

  private final CustomerIdentities identities;

  IdentityController(CustomerIdentities identities) {
    this.identities = identities;
  }

  @GetMapping("/v1/customers/{id}/identities")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "The ids that are one customer with this one")
  IdentityAnswer of(@PathVariable String id) {
    return identities.of(id);
  }

  @GetMapping("/v1/customers/{id}/identities/changes")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "What was ever said of the ids of a customer, the latest first")
  ChangePage changes(
      @PathVariable String id,
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable Long cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<IdentityChange> found =
        identities.changes(id, cursor == null ? Long.MAX_VALUE : cursor, limit + 1);
    boolean more = found.size() > limit;
    List<IdentityChange> page = more ? found.subList(0, limit) : found;
    return new ChangePage(page, more ? page.getLast().number() : null);
  }

  @PostMapping("/v1/customers:identities")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "The ids of a customer of any id, also of one that cannot be part of a path",
      description = "Otherwise as GET /v1/customers/{id}/identities.")
  @ApiResponse(responseCode = "200", description = "The ids")
  IdentityAnswer of(@Valid @RequestBody CustomerRequest request) {
    return of(request.customerId());
  }

  @PostMapping("/v1/customers:identity-changes")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "What was ever said of the ids of a customer of any id",
      description = "Otherwise as GET /v1/customers/{id}/identities/changes.")
  @ApiResponse(responseCode = "200", description = "A page of changes")
  ChangePage changes(@Valid @RequestBody ChangesRequest request) {
    return changes(
        request.customerId(),
        request.cursor(),
        request.limit() == null ? USUAL_LIMIT : request.limit());
  }

  @PostMapping("/v1/identities:unmerge")
  @PreAuthorize("hasAuthority('SCOPE_features:write')")
  @Operation(
      summary = "Parts ids that were joined",
      description =
          "From now on; what was known before stays as it was. An event that joins the two"
              + " again counts again.")
  @ApiResponse(responseCode = "200", description = "Parted")
  @ApiResponse(responseCode = "409", description = "They are not joined")
  @ApiResponse(responseCode = "422", description = "Not a usable request")
  UnmergeAnswer unmerge(@Valid @RequestBody UnmergeRequest request, Principal caller) {
    return identities.unmerge(request, caller.getName());
  }

  /** A part of the list. */
  record ChangePage(List<IdentityChange> items, @Nullable Long nextCursor) {}
}
