package io.churnops.feature.erasure;

import io.churnops.feature.customers.CustomerRequest;
import io.churnops.feature.erasure.ErasureAnswer.OfService;
import io.churnops.feature.erasure.ErasureAnswer.Status;
import io.churnops.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Customers")
class ErasureController {

  private static final String THIS_SERVICE = "feature";

  private final EraseCustomer erase;
  private final ErasureTable table;
  private final ErasureSettings settings;

  ErasureController(EraseCustomer erase, ErasureTable table, ErasureSettings settings) {
    this.erase = erase;
    this.table = table;
    this.settings = settings;
  }

  @DeleteMapping("/v1/customers/{id}")
  @PreAuthorize("hasAuthority('SCOPE_privacy:erase')")
  @Operation(
      summary = "Erases a customer, with all its ids, from every store",
      description =
          "Nothing of these ids is ever taken in again; a customer who returns needs another id."
              + " Erasing again answers the same erasure.")
  @ApiResponse(responseCode = "202", description = "Begun; ask the Location how far it is")
  ResponseEntity<ErasureAnswer> erase(
      @PathVariable @NotBlank @Size(max = CustomerRequest.LONGEST_ID) String id, Principal caller) {
    return begin(id, caller);
  }

  @PostMapping("/v1/customers:erase")
  @PreAuthorize("hasAuthority('SCOPE_privacy:erase')")
  @Operation(
      summary = "Erases a customer of any id, also of one that cannot be part of a path",
      description = "Otherwise as DELETE /v1/customers/{id}.")
  @ApiResponse(responseCode = "202", description = "Begun; ask the Location how far it is")
  ResponseEntity<ErasureAnswer> erase(
      @Valid @RequestBody CustomerRequest request, Principal caller) {
    return begin(request.customerId(), caller);
  }

  private ResponseEntity<ErasureAnswer> begin(String id, Principal caller) {
    ErasureAnswer begun = find(erase.begin(id, caller.getName()));
    return ResponseEntity.accepted()
        .location(URI.create("/v1/erasures/" + begun.erasureId()))
        .body(begun);
  }

  @GetMapping("/v1/erasures/{id}")
  @PreAuthorize("hasAnyAuthority('SCOPE_privacy:erase', 'SCOPE_features:read')")
  @Operation(summary = "What an erasure has removed, and what is outstanding")
  @ApiResponse(responseCode = "200", description = "The report")
  @ApiResponse(responseCode = "404", description = "Unknown erasure")
  ErasureAnswer find(@PathVariable UUID id) {
    return table
        .find(id)
        .map(this::answer)
        .orElseThrow(() ->
            new ProblemException(
                HttpStatus.NOT_FOUND,
                "unknown-erasure",
                "Unknown erasure",
                "There is no erasure " + id + "."));
  }

  @GetMapping("/v1/erasures")
  @PreAuthorize("hasAnyAuthority('SCOPE_privacy:erase', 'SCOPE_features:read')")
  @Operation(summary = "The erasures, newest first")
  ErasurePage list(
      @RequestParam(required = false) @Parameter(description = "The nextCursor of the page before")
          @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    List<ErasureRow> found = table.page(cursor, limit + 1);
    boolean more = found.size() > limit;
    List<ErasureRow> page = more ? found.subList(0, limit) : found;
    return new ErasurePage(
        page.stream().map(this::answer).toList(), more ? page.getLast().erasureId() : null);
  }

  private ErasureAnswer answer(ErasureRow row) {
    List<OfService> services = table.answers(row.erasureId());
    TreeSet<String> outstanding = new TreeSet<>(settings.answers());
    services.forEach(service -> outstanding.remove(service.service()));
    // Not before the ids are forgotten, too, which were kept for those who had not answered.
    if (!row.announced() || (outstanding.isEmpty() && row.work() != null)) {
      outstanding.add(THIS_SERVICE);
    }
    return new ErasureAnswer(
        row.erasureId(),
        outstanding.isEmpty() ? Status.COMPLETE : Status.RUNNING,
        row.requestedAt(),
        row.requestedBy(),
        row.ids(),
        row.removed() == null ? null : ErasureTable.counts(row.removed()),
        row.removedAt(),
        ErasureTable.remaining(row.remaining()),
        services,
        new ArrayList<>(outstanding),
        row.error());
  }

  /** A part of the list. */
  record ErasurePage(List<ErasureAnswer> items, @Nullable UUID nextCursor) {}
}
