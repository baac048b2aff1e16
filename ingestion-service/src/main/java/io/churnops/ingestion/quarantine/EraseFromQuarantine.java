package io.churnops.ingestion.quarantine;

import io.churnops.kit.erasure.ErasesCustomers;
import java.util.Collection;
import java.util.Map;

/** Removes the events in quarantine that may be about customers who are erased. */
final class EraseFromQuarantine implements ErasesCustomers {

  private final QuarantineStore store;

  EraseFromQuarantine(QuarantineStore store) {
    this.store = store;
  }

  @Override
  public Map<String, Long> erase(Collection<String> customerIds) {
    return Map.of("quarantine", store.deleteOf(customerIds));
  }
}
