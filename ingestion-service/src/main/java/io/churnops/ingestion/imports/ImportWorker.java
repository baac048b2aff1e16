package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.InvalidMappingException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Does the imports that this instance holds, one after another. After a restart, those left
 * unfinished go on at their checkpoints; events sent again have the same ids as before, so nothing
 * counts twice.
 */
final class ImportWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);

  /** How long until imports are seen that were not submitted here. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final HeldImports held;
  private final Spool spool;
  private final ImportFiles files;
  private final Function<Patience, ImportRun> runs;
  private final Counter complete;
  private final Counter failed;
  private final Semaphore submitted = new Semaphore(0);
  private final AtomicInteger holds = new AtomicInteger();

  /** Imports that cannot be done and could not be put away either. */
  private final Set<UUID> putAside = new HashSet<>();

  private CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  ImportWorker(
      HeldImports held,
      Spool spool,
      ImportFiles files,
      Function<Patience, ImportRun> runs,
      MeterRegistry metrics) {
    this.held = held;
    this.spool = spool;
    this.files = files;
    this.runs = runs;
    this.complete = counter("complete", metrics);
    this.failed = counter("failed", metrics);
    Gauge.builder("churnops.imports.waiting", holds, here -> Math.max(0, here.get() - 1))
        .description("Imports that wait for the one before them")
        .register(metrics);
  }

  private static Counter counter(String result, MeterRegistry metrics) {
    return Counter.builder("churnops.imports.finished")
        .description("Imports by how they ended")
        .tag("result", result)
        .register(metrics);
  }

  /** There may be something to do. */
  void submitted() {
    submitted.release();
  }

  /** So many imports are held here. */
  void holds(int imports) {
    holds.set(imports);
  }

  @Override
  public synchronized void start() {
    stopping = new CountDownLatch(1);
    spool.discardAllBut(held.take(spool.all()));
    Patience patience = new Patience(stopping);
    thread = Thread.ofPlatform().name("imports").daemon().start(() -> work(patience));
  }

  private void work(Patience patience) {
    try {
      while (true) {
        Optional<ImportJob> next = patience.until(() -> held.next(putAside));
        if (next.isPresent()) {
          tryPerform(next.get(), patience);
        } else if (submitted.tryAcquire(LOOK_AGAIN.toSeconds(), TimeUnit.SECONDS)) {
          submitted.drainPermits();
        }
      }
    } catch (InterruptedException | Patience.StoppingException stopped) {
      log.debug("Imports stop");
    }
  }

  private void tryPerform(ImportJob job, Patience patience) {
    try {
      perform(job, patience);
    } catch (OvertakenException overtaken) {
      log.warn("{}", overtaken.getMessage());
    } catch (UncheckedIOException | DataAccessException unexpected) {
      // The next one shall not wait for a person to look at this one.
      patience.checkStopping();
      putAside.add(job.importId());
      log.error("Import could not be put away: import={}", job.importId(), unexpected);
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
    } catch (Patience.StoppingException | OvertakenException ended) {
      throw ended;
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
