package io.churnops.ingestion.imports;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Keeps hold of this instance's imports, and looks after those of instances that are gone. */
final class ImportUpkeep {

  private static final Logger log = LoggerFactory.getLogger(ImportUpkeep.class);

  /** Longer than an instance takes to be started again. */
  private static final Duration LOST = Duration.ofHours(1);

  private final HeldImports held;
  private final Spool spool;
  private final ImportWorker worker;
  private final InstantSource clock;
  private Instant graceFrom;

  ImportUpkeep(HeldImports held, Spool spool, ImportWorker worker, InstantSource clock) {
    this.held = held;
    this.spool = spool;
    this.worker = worker;
    this.clock = clock;
    this.graceFrom = clock.instant();
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      worker.holds(held.renew());
      adopt();
      // Whoever is started, or has Postgres again, together with this instance has the time to say
      // that he lives.
      if (clock.instant().isAfter(graceFrom.plus(LOST))) {
        int lost = held.failLost(LOST);
        if (lost > 0) {
          log.warn("Gave up {} imports whose files are with an instance that is gone", lost);
        }
      }
    } catch (DataAccessException | TransactionException | UncheckedIOException away) {
      graceFrom = clock.instant();
      log.warn("Imports not looked after: {}", away.toString());
    }
  }

  private void adopt() {
    Set<UUID> files = spool.adopt();
    // Also those whose files were moved before, when Postgres could not be told.
    Set<UUID> taken = held.take(spool.all());
    if (!files.isEmpty()) {
      Set<UUID> done = new HashSet<>(files);
      done.removeAll(taken);
      done.forEach(spool::discard);
      log.info("Took over {} imports of an instance that is gone", files.size() - done.size());
      worker.submitted();
    }
  }
}
