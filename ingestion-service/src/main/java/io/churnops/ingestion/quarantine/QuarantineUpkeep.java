package io.churnops.ingestion.quarantine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Forgets what was kept long enough, and tells how much waits. */
final class QuarantineUpkeep {

  private static final Logger log = LoggerFactory.getLogger(QuarantineUpkeep.class);
  private static final int PIECE = 1_000;

  private final QuarantineStore store;
  private final QuarantineProperties limits;
  private final InstantSource clock;
  private final AtomicLong open = new AtomicLong();

  QuarantineUpkeep(
      QuarantineStore store,
      QuarantineProperties limits,
      InstantSource clock,
      MeterRegistry metrics) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    Gauge.builder("churnops.quarantine.open", open, AtomicLong::doubleValue)
        .description("Events in quarantine that await a decision")
        .register(metrics);
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void look() {
    try {
      tidy();
    } catch (DataAccessException | TransactionException away) {
      log.warn("Quarantine not tidied: {}", away.toString());
    }
  }

  void tidy() {
    Instant now = clock.instant();
    Instant oldest = now.minus(limits.retention());
    int forgotten = 0;
    int piece;
    do {
      piece = store.forgetItems(oldest, PIECE);
      forgotten += piece;
    } while (piece == PIECE);
    store.forgetDeeds(now.minus(limits.auditRetention()));
    open.set(store.countOpen().all());
    if (forgotten > 0) {
      log.info("Quarantine forgot what was kept long enough: events={}", forgotten);
    }
  }
}
