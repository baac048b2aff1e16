package io.churnops.feature.erasure;

import io.churnops.feature.OneRunner;
import io.churnops.feature.datasets.CustomersInDatasets;
import io.churnops.kit.erasure.ErasureTopics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Carries erasures through. What a crash or an outage cuts off is gone on with; what keeps it is
 * told in the report.
 */
@Component
class ErasureWorker {

  private static final Logger log = LoggerFactory.getLogger(ErasureWorker.class);
  private static final long LOCK = 0x6368_7572_6e65_7277L;
  private static final String BUILDING = "A training set that may hold the customer is being built";
  private static final Duration ANNOUNCE_EVERY = ErasureTopics.RETENTION.dividedBy(2);

  private final OneRunner runner;
  private final ErasureTable table;
  private final EraseCustomer erase;
  private final CustomersInDatasets datasets;
  private final AnnounceErasure announcement;
  private final WhatRemains whatRemains;
  private final ErasureSettings settings;
  private final InstantSource clock;

  ErasureWorker(
      OneRunner runner,
      ErasureTable table,
      EraseCustomer erase,
      CustomersInDatasets datasets,
      AnnounceErasure announcement,
      WhatRemains whatRemains,
      ErasureSettings settings,
      InstantSource clock) {
    this.runner = runner;
    this.table = table;
    this.erase = erase;
    this.datasets = datasets;
    this.announcement = announcement;
    this.whatRemains = whatRemains;
    this.settings = settings;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "500ms", initialDelayString = "2s")
  void work() {
    try {
      if (!table.unfinished().isEmpty()) {
        runner.run(LOCK, () -> table.unfinished().forEach(this::carryOn));
      }
      table.forgetAnswered(settings.answers());
    } catch (DataAccessException | TransactionException e) {
      log.debug("Erasures go on later: {}", e.toString());
    }
  }

  /** Whoever was away for so long that the topic has forgotten it is told again. */
  @Scheduled(fixedDelayString = "1h", initialDelayString = "1m")
  void tellAgain() {
    try {
      runner.run(LOCK, this::announceAgain);
    } catch (DataAccessException
        | TransactionException
        | KafkaException
        | org.springframework.kafka.KafkaException e) {
      log.warn("Erasures are announced again later: {}", e.toString());
    }
  }

  /** Announces what was not answered since half of the time that the topic keeps it. */
  void announceAgain() {
    Instant now = clock.instant();
    for (ErasureRow row : table.unanswered(now.minus(ANNOUNCE_EVERY))) {
      announcement.announce(row, table.work(row));
      table.announcedAgain(row.erasureId(), now);
    }
  }

  private void carryOn(UUID id) {
    try {
      table.find(id).filter(row -> !row.announced()).ifPresent(this::carryOn);
    } catch (DataAccessException
        | TransactionException
        | KafkaException
        | UncheckedIOException
        | org.springframework.kafka.KafkaException e) {
      log.warn("Erasure {} goes on later: {}", id, e.toString());
      table.setProblem(id, e.getClass().getSimpleName());
    }
  }

  private void carryOn(ErasureRow row) {
    ErasureWork work = table.work(row);
    if (!work.logCleared()) {
      work = erase.clearLog(row.erasureId(), work);
    }
    if (work.logClearedBy() == null) {
      work = erase.noteCleared(row.erasureId(), work);
    }
    if (erase.awaitsWrites(work)) {
      return;
    }
    // Asked before: what is complete by then is found by the next step.
    boolean building = datasets.isBuilding(Objects.requireNonNull(work.logClearedBy()));
    if (building && BUILDING.equals(row.error())) {
      // All that is complete was searched when that was noted: nothing is new before it is built.
      return;
    }
    ErasureWork cleared = erase.clearTheRest(row.erasureId(), work);
    if (building) {
      table.setProblem(row.erasureId(), BUILDING);
      return;
    }
    if (!cleared.counts().equals(work.counts())) {
      // A training set may have been begun from what was there until now; it is found in turn.
      erase.noteCleared(row.erasureId(), cleared);
      return;
    }
    announcement.announce(row, cleared);
    table.finish(
        row.erasureId(), cleared.counts(), whatRemains.after(cleared.dropped()), clock.instant());
    log.info("Erasure {} is done here: {}", row.erasureId(), cleared.counts());
  }
}
