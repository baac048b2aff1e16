package io.churnops.feature.customers;

import io.churnops.feature.log.EventLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Customers")
class EventCountController {

  private final EventLog log;

  EventCountController(EventLog log) {
    this.log = log;
  }

  @GetMapping("/v1/customers/{id}/events/count")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(summary = "How many events the log holds of a customer, each counted once")
  EventCount count(@PathVariable String id) {
    return new EventCount(id, log.count(id));
  }

  @PostMapping("/v1/customers:count-events")
  @PreAuthorize("hasAuthority('SCOPE_features:read')")
  @Operation(
      summary = "The events of a customer of any id, also of one that cannot be part of a path",
      description = "Otherwise as GET /v1/customers/{id}/events/count.")
  @ApiResponse(responseCode = "200", description = "How many there are")
  EventCount count(@Valid @RequestBody CustomerRequest request) {
    return count(request.customerId());
  }

  record EventCount(String customerId, long events) {}
}
