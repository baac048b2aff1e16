package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.InvalidMappingException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Does the imports, one after another. After a restart, those left unfinished go on at their
 * checkpoints; events sent again have the same ids as before, so nothing counts twice.
 */
final class ImportWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);

  private final ImportJobs jobs;
  private final Spool spool;
  private final ImportFiles files;
  private final Function<Patience, ImportRun> runs;
  private final Counter complete;
  private final Counter failed;
  private final LinkedBlockingQueue<ImportJob> waiting = new LinkedBlockingQueue<>();
  private CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  ImportWorker(
      ImportJobs jobs,
      Spool spool,
      ImportFiles files,
      Function<Patience, ImportRun> runs,
      MeterRegistry metrics) {
    this.jobs = jobs;
    this.spool = spool;
    this.files = files;
    this.runs = runs;
    this.complete = counter("complete", metrics);
    this.failed = counter("failed", metrics);
    Gauge.builder("churnops.imports.waiting", waiting, Queue::size)
        .description("Imports that wait for their turn")
        .register(metrics);
  }

  private static Counter counter(String result, MeterRegistry metrics) {
    return Counter.builder("churnops.imports.finished")
        .description("Imports by how they ended")
        .tag("result", result)
        .register(metrics);
  }

  /** Puts an import behind those that wait. */
  void submit(ImportJob job) {
    waiting.add(job);
  }

  @Override
  public synchronized void start() {
    stopping = new CountDownLatch(1);
    resume();
    Patience patience = new Patience(stopping);
    thread = Thread.ofPlatform().name("imports").daemon().start(() -> work(patience));
  }

  /** Finds what an earlier life of this service left. */
  private void resume() {
    List<ImportJob> unfinished = jobs.unfinished();
    Set<UUID> needed = unfinished.stream().map(ImportJob::importId).collect(Collectors.toSet());
    spool.discardAllBut(needed);
    waiting.clear();
    waiting.addAll(unfinished);
  }

  private void work(Patience patience) {
    try {
      while (true) {
        ImportJob job = waiting.take();
        try {
          perform(job, patience);
        } catch (UncheckedIOException | DataAccessException unexpected) {
          // The next one shall not wait for a person to look at this one.
          patience.checkStopping();
          log.error("Import could not be put away: import={}", job.importId(), unexpected);
        }
      }
    } catch (InterruptedException | Patience.StoppingException stopped) {
      log.debug("Imports stop");
    }
  }

  private void perform(ImportJob job, Patience patience) {
    ImportRun run = runs.apply(patience);
    try {
      run.perform(job);
      complete.increment();
      log.info("Import complete: import={} name={}", job.importId(), job.name());
    } catch (ImportFailedException | InvalidMappingException wrong) {
      patience.checkStopping();
      log.info("Import failed: import={} reason={}", job.importId(), wrong.getMessage());
      fail(run, job, String.valueOf(wrong.getMessage()));
    } catch (Patience.StoppingException stopping) {
      throw stopping;
    } catch (Exception unexpected) {
      // Stopping interrupts the thread, and with it whatever it reads or waits for.
      patience.checkStopping();
      log.error("Import failed: import={}", job.importId(), unexpected);
      fail(run, job, "The import failed for a reason inside the service; its log says why.");
    }
    files.discard(job);
  }

  private void fail(ImportRun run, ImportJob job, String reason) {
    run.fail(job, reason);
    failed.increment();
  }

  @Override
  public synchronized void stop() {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  /** Started before the first request can submit, stopped after the last one has. */
  @Override
  public int getPhase() {
    return 0;
  }
}
