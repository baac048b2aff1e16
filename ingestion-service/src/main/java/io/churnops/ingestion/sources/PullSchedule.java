package io.churnops.ingestion.sources;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Looks again and again for sources that are due, and has as many pulled from as may be at once.
 */
final class PullSchedule implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PullSchedule.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  private final SourceStore sources;
  private final PullWorker worker;
  private final SourceMeters meters;
  private final InstantSource clock;
  private final int atATime;
  private final Duration lookEvery;
  private final Set<String> underWay = new HashSet<>();
  private @Nullable ScheduledExecutorService looking;
  private @Nullable ExecutorService pulling;

  PullSchedule(
      SourceStore sources,
      PullWorker worker,
      SourceMeters meters,
      InstantSource clock,
      SourceProperties properties) {
    this.sources = sources;
    this.worker = worker;
    this.meters = meters;
    this.clock = clock;
    this.atATime = properties.atATime();
    this.lookEvery = properties.lookEvery();
  }

  @Override
  public synchronized void start() {
    if (looking != null) {
      return;
    }
    pulling =
        Executors.newFixedThreadPool(
            atATime, Thread.ofPlatform().name("sources-", 0).daemon().factory());
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sources-schedule").daemon().factory());
    looking = started;
    var _ =
        started.scheduleWithFixedDelay(
            this::look, lookEvery.toMillis(), lookEvery.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      sources.due(clock.instant()).forEach(this::submit);
      meters.look(clock.instant());
    } catch (DataAccessException away) {
      log.warn("Sources not looked up: {}", away.toString());
    } catch (RuntimeException unexpected) {
      log.error("Sources not looked up", unexpected);
    }
  }

  /**
   * Pulls from a source that is not pulled from yet; one that waits for a place is not there twice.
   */
  private synchronized void submit(String name) {
    if (pulling != null && underWay.size() < atATime && underWay.add(name)) {
      pulling.execute(() -> pull(name));
    }
  }

  private void pull(String name) {
    try {
      worker.pull(name);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      log.debug("Run cut off, as the service stops: source={}", name);
    } catch (RuntimeException unexpected) {
      log.error("Source not pulled from: source={}", name, unexpected);
    } finally {
      done(name);
    }
  }

  private synchronized void done(String name) {
    underWay.remove(name);
  }

  @Override
  public void stop() {
    for (ExecutorService ended : ended()) {
      ended.shutdownNow();
      try {
        if (!ended.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          log.warn("A run does not end; the next life of the service goes on with it");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized List<ExecutorService> ended() {
    List<ExecutorService> ended =
        looking == null || pulling == null ? List.of() : List.of(looking, pulling);
    looking = null;
    pulling = null;
    return ended;
  }

  @Override
  public synchronized boolean isRunning() {
    return looking != null;
  }
}
