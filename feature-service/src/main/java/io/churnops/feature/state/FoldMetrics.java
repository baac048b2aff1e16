package io.churnops.feature.state;

import io.churnops.feature.log.Appended;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What the consumer of customer events has done, and how far behind it is. */
@Component
class FoldMetrics {

  private static final double MILLIS = 1_000.0;

  private final Counter folded;
  private final Counter duplicates;
  private final Counter deadLetters;
  private final Counter damaged;
  private final Counter retracted;
  private final Map<Thread, Instant> oldestInWork = new ConcurrentHashMap<>();
  private final Map<Thread, Told> logged = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final MeterRegistry meters;

  FoldMetrics(MeterRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    this.folded =
        counter(meters, "churnops.features.events.folded", "Events new to the log and folded");
    this.duplicates =
        counter(meters, "churnops.features.duplicates", "Events that a producer sent twice");
    this.deadLetters =
        counter(meters, "churnops.features.deadletter", "Records sent to the dead-letter topic");
    this.damaged =
        counter(meters, "churnops.features.states.damaged", "Damaged states found in Redis");
    this.retracted =
        counter(
            meters,
            "churnops.features.states.retracted",
            "States folded anew from the log because an event took others back");
    Gauge.builder("churnops.features.lag.seconds", this, FoldMetrics::lagSeconds)
        .description("Age of the oldest event that was polled and is not folded yet")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }

  /** Begins the batch of this thread; it counts as lag until it is done, retries included. */
  void begin(long oldestTimestampMillis) {
    oldestInWork.put(Thread.currentThread(), Instant.ofEpochMilli(oldestTimestampMillis));
    logged.computeIfPresent(Thread.currentThread(), (_, told) -> new Told(told.fresh(), 0));
  }

  /**
   * Notes what the log took of this thread's batch. After a try that fails later, the next one
   * finds its events in the log, where they are new no more, and its duplicates again.
   */
  void logged(Appended appended) {
    logged.merge(
        Thread.currentThread(), new Told(appended.fresh(), appended.duplicates()), Told::plus);
  }

  /** This thread's batch is folded, or another's now, who finds its events in the log. */
  void done() {
    oldestInWork.remove(Thread.currentThread());
    Told told = logged.remove(Thread.currentThread());
    if (told != null) {
      folded.increment(told.fresh());
      duplicates.increment(told.duplicates());
    }
  }

  private record Told(int fresh, int duplicates) {

    Told plus(Told other) {
      return new Told(fresh + other.fresh, duplicates + other.duplicates);
    }
  }

  /** Notes that an event should take another back, but does not say which. */
  void retractionWithoutKey(String view) {
    Counter.builder("churnops.features.retractions.without.key")
        .description(
            "Events that should take another back but do not say which: nothing comes of it")
        .tag("view", view)
        .register(meters)
        .increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void damaged(long states) {
    damaged.increment(states);
  }

  /** Notes a state that was folded anew although there was one. */
  void retracted() {
    retracted.increment();
  }

  private double lagSeconds() {
    Instant now = clock.instant();
    return oldestInWork.values().stream()
        .mapToDouble(oldest -> Duration.between(oldest, now).toMillis() / MILLIS)
        .max()
        .orElse(0);
  }
}
