package io.churnops.training.retraining;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts how retrainings end. */
@Component
class RetrainingMeters {

  private final MeterRegistry meters;

  RetrainingMeters(MeterRegistry meters) {
    this.meters = meters;
    for (RetrainingStatus status : RetrainingStatus.values()) {
      if (status != RetrainingStatus.RUNNING) {
        counter(status); // Told from the start, so that the first failure is seen to be one more.
      }
    }
  }

  void ended(Retraining retraining) {
    counter(retraining.status()).increment();
  }

  private Counter counter(RetrainingStatus status) {
    return Counter.builder("churnops.retraining.ended")
        .description("Retrainings that are over, by how they ended")
        .tag("result", status.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }
}
