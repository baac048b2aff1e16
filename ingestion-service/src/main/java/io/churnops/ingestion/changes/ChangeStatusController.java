package io.churnops.ingestion.changes;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How the mappings of changes fare. */
@RestController
@Tag(name = "change mappings")
class ChangeStatusController {

  private final ChangeMappingStore mappings;
  private final ChangeProgressStore progress;
  private final ChangeLag lag;
  private final InstantSource clock;

  ChangeStatusController(
      ChangeMappingStore mappings,
      ChangeProgressStore progress,
      ChangeLag lag,
      InstantSource clock) {
    this.mappings = mappings;
    this.progress = progress;
    this.lag = lag;
    this.clock = clock;
  }

  @GetMapping(
      path = "/v1/change-mappings/{name}/status",
      produces = MediaType.APPLICATION_JSON_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_events:read')")
  @Operation(
      summary = "How far a mapping of changes has come, and what went wrong last",
      description = "Kafka is asked every five seconds. Records need not be events.")
  @ApiResponse(responseCode = "200", description = "Where it is.")
  @ApiResponse(responseCode = "404", description = "No such mapping.")
  ChangeStatus status(@PathVariable String name) {
    RegisteredMapping mapping = mappings.find(name).orElseThrow(() -> ChangeProblem.unknown(name));
    return ChangeStatus.of(
        mapping, lag.of(name), progress.find(name).orElse(ChangeProgress.NONE), clock.instant());
  }
}
