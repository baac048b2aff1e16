package io.churnops.feature.log;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

  record EventCount(String customerId, long events) {}
}
