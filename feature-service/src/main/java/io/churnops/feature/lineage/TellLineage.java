package io.churnops.feature.lineage;

import io.churnops.feature.OneRunner;
import io.churnops.feature.lineage.UntoldRuns.Untold;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the receiver of OpenLineage events of training sets and models, each at least once, on a
 * thread of its own: no work waits for it. While the receiver is away, it tries again after pauses
 * that grow; what the receiver refuses for good is noted and passed over.
 */
@Component
class TellLineage {

  private static final Logger log = LoggerFactory.getLogger(TellLineage.class);
  private static final long LOCK = 0x6368_7572_6e6c_6e67L;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 20;

  private final LineageSettings settings;
  private final UntoldRuns untold;
  private final OneRunner runner;
  private final InstantSource clock;
  private final JsonMapper json;
  private final Counter taken;
  private final Counter refused;
  private final LineageReceiver receiver;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("open-lineage").daemon().factory());

  private Duration pause = EVERY;
  private volatile long waiting;

  TellLineage(
      LineageSettings settings,
      UntoldRuns untold,
      OneRunner runner,
      InstantSource clock,
      JsonMapper json,
      MeterRegistry meters) {
    this.settings = settings;
    this.untold = untold;
    this.runner = runner;
    this.clock = clock;
    this.json = json;
    this.receiver = new LineageReceiver(settings);
    this.taken = told(meters, "taken");
    this.refused = told(meters, "refused");
    Gauge.builder("churnops.features.lineage.waiting", () -> waiting)
        .description("OpenLineage events that the receiver has not been told of")
        .register(meters);
  }

  private static Counter told(MeterRegistry meters, String answer) {
    return Counter.builder("churnops.features.lineage.told")
        .description("OpenLineage events that the receiver took, or refused for good")
        .tag("answer", answer)
        .register(meters);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (settings.isOn()) {
      next();
    }
  }

  private void next() {
    var _ = thread.schedule(this::work, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void work() {
    try {
      runner.run(LOCK, this::tellAll);
      pause = EVERY;
    } catch (RuntimeException e) {
      pause = longer(pause);
      log.warn("OpenLineage events wait, for {} at first: {}", pause, e.toString());
    } finally {
      if (!thread.isShutdown()) {
        next();
      }
    }
  }

  private Duration longer(Duration current) {
    Duration twice = current.multipliedBy(2);
    return twice.compareTo(settings.retryAtMost()) < 0 ? twice : settings.retryAtMost();
  }

  private void tellAll() {
    waiting = untold.count();
    List<Untold> some = untold.oldest(AT_ONCE);
    while (!some.isEmpty()) {
      some.forEach(this::tell);
      some = untold.oldest(AT_ONCE);
    }
    waiting = 0;
  }

  private void tell(Untold one) {
    try {
      Optional<String> refusal = receiver.post(json.writeValueAsBytes(one.run()));
      refusal.ifPresent(why -> log.warn("The OpenLineage event of {}: {}", one.run().job(), why));
      untold.told(one, refusal.orElse(null), clock.instant());
      (refusal.isPresent() ? refused : taken).increment();
      waiting = Math.max(0, waiting - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The service stops; the event is told later", e);
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
    receiver.close();
  }
}
