package io.churnops.ingestion.quarantine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  private volatile OpenCount open = new OpenCount(0, 0);
  private volatile Optional<Instant> oldest = Optional.empty();

  QuarantineUpkeep(
      QuarantineStore store,
      QuarantineProperties limits,
      InstantSource clock,
      MeterRegistry metrics) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    Gauge.builder("churnops.quarantine.open", () -> open.all())
        .description("Events in quarantine that await a decision")
        .register(metrics);
    Gauge.builder("churnops.quarantine.capacity", limits, QuarantineProperties::maxOpen)
        .description("Events that may await a decision; further ones wait on the topic")
        .register(metrics);
    Gauge.builder("churnops.quarantine.filled.ratio", () -> open.filled(limits))
        .description("Share of the room that is taken, of that for all or that for refused events")
        .register(metrics);
    Gauge.builder("churnops.quarantine.oldest.seconds", this, QuarantineUpkeep::oldestSeconds)
        .description("Since when the oldest event awaits a decision; 0 if none does")
        .register(metrics);
  }

  private double oldestSeconds() {
    return oldest
        .map(since -> Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
        .orElse(0L);
  }

  @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      tidy();
    } catch (DataAccessException | TransactionException away) {
      log.warn("Quarantine not tidied: {}", away.toString());
    }
  }

  void tidy() {
    Instant now = clock.instant();
    Instant kept = now.minus(limits.retention());
    int forgotten = 0;
    int piece;
    do {
      piece = store.forgetItems(kept, PIECE);
      forgotten += piece;
    } while (piece == PIECE);
    store.forgetDeeds(now.minus(limits.auditRetention()));
    open = store.countOpen();
    oldest = store.oldestOpen();
    if (forgotten > 0) {
      log.info("Quarantine forgot what was kept long enough: events={}", forgotten);
    }
  }
}
