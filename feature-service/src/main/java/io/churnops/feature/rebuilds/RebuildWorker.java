package io.churnops.feature.rebuilds;

import io.churnops.feature.state.StoreMark;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Works on rebuilds whenever there is one, whoever ordered it, and orders one of all views when it
 * finds that Redis has lost everything.
 */
@Component
class RebuildWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RebuildWorker.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RebuildStates rebuildStates;
  private final RebuildTable table;
  private final Rebuilds rebuilds;
  private final StoreMark mark;
  private @Nullable ScheduledExecutorService worker;

  RebuildWorker(
      RebuildStates rebuildStates, RebuildTable table, Rebuilds rebuilds, StoreMark mark) {
    this.rebuildStates = rebuildStates;
    this.table = table;
    this.rebuilds = rebuilds;
    this.mark = mark;
  }

  @Override
  public synchronized void start() {
    if (worker == null) {
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("rebuilds").daemon().factory());
      var _ =
          started.scheduleWithFixedDelay(
              () -> work(started),
              LOOK_EVERY.toMillis(),
              LOOK_EVERY.toMillis(),
              TimeUnit.MILLISECONDS);
      worker = started;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }

  private void work(ExecutorService own) {
    try {
      if (!mark.isThere()) {
        rebuilds.orderForLostStore();
        mark.set();
      }
      while (!own.isShutdown() && rebuildStates.step()) {
        log.trace("A step is done");
      }
    } catch (StepFailedException e) {
      noteTrouble(e);
    } catch (DataAccessException | TransactionException e) {
      log.debug("Rebuilds cannot be worked on: {}", e.toString());
    } catch (RuntimeException e) {
      log.error("Rebuilds cannot be worked on", e);
    }
  }

  private void noteTrouble(StepFailedException failed) {
    log.warn("A step of rebuild {} is tried again", failed.rebuildId(), failed);
    try {
      table.trouble(failed.rebuildId(), failed.reason());
    } catch (DataAccessException | TransactionException e) {
      log.debug("The trouble cannot be noted: {}", e.toString());
    }
  }

  /** Ends after the step that is being done. */
  @Override
  public synchronized void stop() {
    if (worker != null) {
      worker.shutdown();
      try {
        if (!worker.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          log.warn("A step of a rebuild is cut off; it is done again at the next start");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      worker = null;
    }
  }
}
