package io.churnops.feature.datasets;

import io.churnops.kit.work.WorkWatch;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds training sets one after the other, unless they are cancelled. What a stop or a crash cut
 * off is built again at the next start; what the database kept from being built is tried again
 * until it works.
 */
@Component
class DatasetWorker {

  private static final Logger log = LoggerFactory.getLogger(DatasetWorker.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DatasetTable table;
  private final BuildDataset buildDataset;
  private final InstantSource clock;
  private final JsonMapper json;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("training-datasets").daemon().factory());

  DatasetWorker(
      DatasetTable table, BuildDataset buildDataset, InstantSource clock, JsonMapper json) {
    this.table = table;
    this.buildDataset = buildDataset;
    this.clock = clock;
    this.json = json;
  }

  @EventListener(ApplicationReadyEvent.class)
  void resume() {
    table.unfinished().forEach(this::enqueue);
  }

  void enqueue(UUID dataset) {
    worker.execute(() -> work(dataset));
  }

  private void work(UUID dataset) {
    try {
      table.find(dataset).filter(DatasetWorker::isRunning).ifPresent(this::buildOrEnd);
    } catch (DataAccessResourceFailureException
        | RecoverableDataAccessException
        | TransientDataAccessException
        | TransactionException e) {
      tryAgain(dataset, e);
    } catch (RuntimeException | Error e) {
      // What stays RUNNING keeps erasures waiting, so that an Error ends it like any other failure.
      fail(dataset, e);
    }
  }

  private void buildOrEnd(DatasetRow row) {
    if (row.cancelledBy() == null) {
      buildWhileWanted(row);
    }
    if (isWanted(row.id())) {
      remove(row, buildDataset::tidy);
    } else {
      endCancelled(row);
    }
  }

  private void buildWhileWanted(DatasetRow row) {
    try (var _ = WorkWatch.begin("training-datasets-watch", () -> isWanted(row.id()))) {
      build(row);
    } catch (RuntimeException e) {
      if (isWanted(row.id())) {
        throw e; // An interrupt has many faces, but this is none.
      }
    }
  }

  private boolean isWanted(UUID dataset) {
    return table.find(dataset).filter(row -> row.cancelledBy() == null).isPresent();
  }

  private void build(DatasetRow row) {
    try {
      DatasetManifest manifest = buildDataset.build(row.id(), plan(row));
      table.complete(row.id(), json.writeValueAsString(manifest), clock.instant());
      log.info("Built training set {}: {} rows", row.id(), manifest.rows());
    } catch (IOException e) {
      throw new UncheckedIOException("The rows could not be written: " + e.getMessage(), e);
    }
  }

  /** What was written goes first, as erasures do not wait for what has ended. */
  private void endCancelled(DatasetRow row) {
    try {
      buildDataset.forget(row.id(), plan(row));
    } catch (IOException e) {
      throw new UncheckedIOException("What was made of it could not be removed: " + e, e);
    }
    table.endCancelled(row.id(), clock.instant());
    log.info("Training set {} was cancelled", row.id());
  }

  private void tryAgain(UUID dataset, RuntimeException trouble) {
    if (!worker.isShutdown()) {
      log.warn("Training set {} is tried again: {}", dataset, trouble.toString());
      var _ = worker.schedule(() -> work(dataset), TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void fail(UUID dataset, Throwable failure) {
    if (!worker.isShutdown()) {
      log.error("Training set {} failed", dataset, failure);
      try {
        // Rows may be published already, and erasures look for them in what is complete only.
        table
            .find(dataset)
            .filter(DatasetWorker::isRunning)
            .ifPresent(row -> remove(row, buildDataset::forget));
        table.fail(dataset, String.valueOf(failure.getMessage()), clock.instant());
      } catch (DataAccessException | TransactionException e) {
        tryAgain(dataset, e);
      }
    }
  }

  private DatasetPlan plan(DatasetRow row) {
    return json.readValue(row.request(), DatasetPlan.class);
  }

  private void remove(DatasetRow row, Removal removal) {
    try {
      removal.of(row.id(), plan(row));
    } catch (IOException e) {
      log.warn("What was made of training set {} could not be removed", row.id(), e);
    }
  }

  private static boolean isRunning(DatasetRow row) {
    return row.status().equals(DatasetStatus.RUNNING.name());
  }

  /** Some of what was made of a training set. */
  private interface Removal {
    void of(UUID dataset, DatasetPlan plan) throws IOException;
  }

  @PreDestroy
  void stop() throws InterruptedException {
    worker.shutdownNow();
    if (!worker.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("A training set was still being built; the next start builds it again");
    }
  }
}
