package io.churnops.feature.state;

import io.churnops.contract.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How far all instances together are behind the topic of customer events. Seen from Kafka, so that
 * a consumer that has died or hangs counts as well.
 */
@Component
public class SourceLag {

  private static final Logger log = LoggerFactory.getLogger(SourceLag.class);
  private static final int PATIENCE_SECONDS = 5;
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final double MILLIS = 1_000.0;

  private final Admin kafka;
  private final String group;
  private final InstantSource clock;
  private final Map<Integer, LagSamples> samples = new TreeMap<>();
  private final Lock looking = new ReentrantLock();
  private Instant seen = Instant.MIN;

  SourceLag(
      Admin kafka,
      @Value("${spring.kafka.consumer.group-id}") String group,
      InstantSource clock,
      MeterRegistry meters) {
    this.kafka = kafka;
    this.group = group;
    this.clock = clock;
    Gauge.builder("churnops.features.source.lag.seconds", this, SourceLag::ageInSeconds)
        .description("Since when the oldest event in Kafka waits to be folded")
        .register(meters);
  }

  /**
   * What waits to be folded.
   *
   * @param age since when the oldest waits, zero if nothing does
   */
  public record Lag(long events, Duration age) {}

  /** What waits at a moment; empty if it has not been seen lately. */
  public synchronized Optional<Lag> at(Instant now) {
    if (seen.isBefore(now.minus(FRESH)) && samples.values().stream().noneMatch(this::waits)) {
      return Optional.empty();
    }
    long events = samples.values().stream().mapToLong(LagSamples::behind).sum();
    Duration age =
        samples.values().stream()
            .flatMap(one -> one.since().stream())
            .min(Instant::compareTo)
            .map(since -> Duration.between(since, now))
            .filter(waited -> !waited.isNegative())
            .orElse(Duration.ZERO);
    return Optional.of(new Lag(events, age));
  }

  private boolean waits(LagSamples one) {
    return one.since().isPresent();
  }

  private double ageInSeconds() {
    return at(clock.instant()).map(lag -> lag.age().toMillis() / MILLIS).orElse(Double.NaN);
  }

  /**
   * Per partition, a moment by which all events were in the log that Kafka had then, as late as can
   * be said; the epoch if it never was so. Empty while Kafka has not answered.
   */
  public Map<Integer, Instant> readUntil() {
    look();
    Map<Integer, Instant> until = new HashMap<>();
    synchronized (this) {
      samples.forEach((partition, one) -> until.put(partition, one.caughtUp()));
    }
    return until;
  }

  @Scheduled(fixedDelayString = "1s", initialDelayString = "1s")
  void look() {
    looking.lock();
    try {
      Instant asked = clock.instant();
      Map<TopicPartition, OffsetAndMetadata> reached =
          within(kafka.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      for (int partition = 0; partition < Topics.CUSTOMER_PARTITIONS; partition++) {
        wanted.put(new TopicPartition(Topics.CUSTOMER_EVENTS, partition), OffsetSpec.latest());
      }
      // The ends after the positions: what is folded in between counts as lag, never the reverse.
      see(asked, within(kafka.listOffsets(wanted).all()), reached);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("Kafka does not say how far behind this is: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looking.unlock();
    }
  }

  private synchronized void see(
      Instant asked,
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      Map<TopicPartition, OffsetAndMetadata> reached) {
    Instant now = clock.instant();
    ends.forEach((source, end) -> {
      OffsetAndMetadata position = reached.get(source);
      long folded = position == null ? 0 : position.offset();
      LagSamples partition = samples.computeIfAbsent(source.partition(), _ -> new LagSamples());
      partition.see(now, end.offset(), folded);
      if (folded >= end.offset()) {
        partition.caughtUp(asked);
      }
    });
    seen = now;
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
