package io.churnops.monitoring.predictions;

import io.churnops.monitoring.drift.BinCounts;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deletes predictions and their counts once they are older than the retention, so many at a time
 * that no transaction holds up the log's consumer.
 */
@Component
class OldPredictions {

  static final int MOST_AT_ONCE = 5_000;

  private static final Logger log = LoggerFactory.getLogger(OldPredictions.class);

  private final PredictionTable predictions;
  private final BinCounts counts;
  private final Retention retention;

  OldPredictions(PredictionTable predictions, BinCounts counts, Retention retention) {
    this.predictions = predictions;
    this.counts = counts;
    this.retention = retention;
  }

  @Scheduled(fixedDelayString = "${churnops.monitoring.refresh}")
  void delete() {
    Instant start = retention.start();
    try {
      int deleted = repeated(() -> predictions.deleteBefore(start, MOST_AT_ONCE));
      repeated(() -> counts.deleteBefore(start, MOST_AT_ONCE));
      if (deleted > 0) {
        log.info("Deleted {} predictions from before {}", deleted, start);
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("Old predictions stay until the next time: {}", e.toString());
    }
  }

  /** Deletes until less than the most that was allowed was found. */
  private static int repeated(IntSupplier deletion) {
    int all = 0;
    int deleted;
    do {
      deleted = deletion.getAsInt();
      all += deleted;
    } while (deleted == MOST_AT_ONCE);
    return all;
  }
}
