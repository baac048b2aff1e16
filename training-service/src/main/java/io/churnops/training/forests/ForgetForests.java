package io.churnops.training.forests;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes forests that no run has wanted for long; a version has its trees in its artefact. */
@Component
class ForgetForests {

  private static final Logger log = LoggerFactory.getLogger(ForgetForests.class);
  private static final long FIRST_MILLISECONDS = 300_000;
  private static final long EVERY_MILLISECONDS = 3_600_000;

  private final ForestRows rows;
  private final InstantSource clock;
  private final Duration retention;

  ForgetForests(ForestRows rows, InstantSource clock, ForestProperties properties) {
    this.rows = rows;
    this.clock = clock;
    this.retention = properties.retention();
  }

  @Scheduled(initialDelay = FIRST_MILLISECONDS, fixedDelay = EVERY_MILLISECONDS)
  void forget() {
    try {
      int forgotten = rows.forget(clock.instant().minus(retention));
      if (forgotten > 0) {
        log.info("Removed {} forests that no run has wanted for {}", forgotten, retention);
      }
    } catch (DataAccessException | TransactionException e) {
      log.debug("The registry is out of reach; forests wait", e);
    }
  }
}
