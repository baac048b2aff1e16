package io.churnops.ingestion.imports;

import io.churnops.kit.erasure.ErasesCustomers;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Removes what imports did not take of customers who are erased. An uploaded file goes with the end
 * of its import, so it is waited for.
 */
final class EraseFromImports implements ErasesCustomers {

  private final RejectedRows rejected;
  private final ImportJobs jobs;

  EraseFromImports(RejectedRows rejected, ImportJobs jobs) {
    this.rejected = rejected;
    this.jobs = jobs;
  }

  @Override
  public Map<String, Long> erase(Collection<String> customerIds) {
    return Map.of("rejected_rows", rejected.deleteOf(customerIds));
  }

  @Override
  public boolean isSettled(Instant begunBefore) {
    return !jobs.anyUnfinishedFrom(begunBefore);
  }
}
