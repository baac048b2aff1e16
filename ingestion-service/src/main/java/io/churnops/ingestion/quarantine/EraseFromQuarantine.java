package io.churnops.ingestion.quarantine;

import io.churnops.kit.erasure.ErasedCustomers;
import io.churnops.kit.erasure.ErasesCustomers;
import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionOperations;

/** Removes the events in quarantine that are about customers who are erased. */
final class EraseFromQuarantine implements ErasesCustomers {

  private final QuarantineStore store;
  private final ErasedCustomers erased;
  private final TransactionOperations transactions;

  EraseFromQuarantine(
      QuarantineStore store, ErasedCustomers erased, TransactionOperations transactions) {
    this.store = store;
    this.erased = erased;
    this.transactions = transactions;
  }

  @Override
  public String service() {
    return "ingestion";
  }

  @Override
  public Map<String, Long> erase(List<String> customerIds) {
    Long removed =
        transactions.execute(_ -> {
          erased.enter(customerIds);
          return store.deleteOf(customerIds);
        });
    return Map.of("quarantine", removed == null ? 0 : removed);
  }
}
