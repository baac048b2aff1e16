package io.churnops.ingestion.intake;

import io.churnops.ingestion.intake.ItemVerdict.Status;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The answer to a request with events: a verdict for each, in the order they came. */
record Receipt(
    int accepted,
    int duplicates,
    @Schema(description = "Held back for a person to decide; see the quarantine.") int quarantined,
    int rejected,
    List<ItemVerdict> items) {

  static Receipt of(List<ItemVerdict> items) {
    return new Receipt(
        count(items, Status.ACCEPTED),
        count(items, Status.DUPLICATE),
        count(items, Status.QUARANTINED),
        count(items, Status.REJECTED),
        items);
  }

  private static int count(List<ItemVerdict> items, Status status) {
    return Math.toIntExact(items.stream().filter(item -> item.status() == status).count());
  }

  /** Itself, unless every event was rejected or held back. */
  Receipt requireAnyTaken() {
    if (accepted + duplicates == 0) {
      throw new NothingAcceptedException(this);
    }
    return this;
  }
}
