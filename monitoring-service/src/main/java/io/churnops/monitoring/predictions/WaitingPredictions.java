package io.churnops.monitoring.predictions;

import io.churnops.monitoring.drift.Baselines.VersionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks again for the baselines that predictions wait for. */
@Component
class WaitingPredictions {

  private static final Logger log = LoggerFactory.getLogger(WaitingPredictions.class);

  private final PredictionTable predictions;
  private final TakePredictions takePredictions;

  WaitingPredictions(PredictionTable predictions, TakePredictions takePredictions) {
    this.predictions = predictions;
    this.takePredictions = takePredictions;
  }

  @Scheduled(fixedDelayString = "${churnops.monitoring.refresh}")
  void countWaiting() {
    try {
      for (VersionId id : predictions.waiting()) {
        int counted = takePredictions.countWaiting(id);
        while (counted > 0) {
          log.info("Counted {} predictions that waited for {}", counted, id);
          counted = takePredictions.countWaiting(id);
        }
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("Waiting predictions go on waiting: {}", e.toString());
    }
  }
}
