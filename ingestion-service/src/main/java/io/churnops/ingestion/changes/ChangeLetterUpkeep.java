package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeLetterStore.Open;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Forgets records that were kept long enough, and tells how many wait. */
final class ChangeLetterUpkeep {

  private static final Logger log = LoggerFactory.getLogger(ChangeLetterUpkeep.class);
  private static final int PIECE = 1_000;

  private final ChangeLetterStore store;
  private final ChangeProperties.Letters limits;
  private final InstantSource clock;
  private volatile Open open = new Open(0, 0);

  ChangeLetterUpkeep(
      ChangeLetterStore store,
      ChangeProperties.Letters limits,
      InstantSource clock,
      MeterRegistry metrics) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    Gauge.builder("churnops.changes.letters.open", () -> open.records())
        .description("Records of captures that could not become events and await a decision")
        .register(metrics);
    Gauge.builder("churnops.changes.letters.filled.ratio", () -> open.filled(limits))
        .description("Share of the room for such records that is taken, by number or by size")
        .register(metrics);
  }

  @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      tidy();
    } catch (DataAccessException | TransactionException away) {
      log.warn("Records of captures not tidied: {}", away.toString());
    }
  }

  void tidy() {
    Instant now = clock.instant();
    Instant kept = now.minus(limits.retention());
    while (store.forget(kept, PIECE) == PIECE) {
      log.info("Records of captures kept long enough are being forgotten: records={}", PIECE);
    }
    store.forgetDeeds(now.minus(limits.auditRetention()));
    open = store.countOpen();
  }
}
