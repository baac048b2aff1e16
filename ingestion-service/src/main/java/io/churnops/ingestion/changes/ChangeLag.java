package io.churnops.ingestion.changes;

import io.churnops.kit.metrics.GaugeRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * How far each mapping of changes is behind its topics. Seen from Kafka, so that a consumer that
 * hangs or has died counts as well; every instance sees the same.
 */
final class ChangeLag {

  private static final Logger log = LoggerFactory.getLogger(ChangeLag.class);

  private final ChangeMappingStore mappings;
  private final ChangeOffsets offsets;
  private final InstantSource clock;
  private final GaugeRows records;
  private final GaugeRows seconds;
  private volatile Map<String, Lag> seen = Map.of();

  ChangeLag(
      ChangeMappingStore mappings,
      ChangeOffsets offsets,
      InstantSource clock,
      MeterRegistry metrics) {
    this.mappings = mappings;
    this.offsets = offsets;
    this.clock = clock;
    this.records =
        GaugeRows.register(
            metrics,
            "churnops.changes.lag.records",
            "Records of a capture that its mapping has not read yet");
    this.seconds =
        GaugeRows.register(
            metrics,
            "churnops.changes.lag.seconds",
            "Since when the oldest of these records is in Kafka");
  }

  /**
   * What was seen of a mapping.
   *
   * @param at when it was seen
   */
  record Lag(Instant at, List<ChangePartition> partitions) {

    Lag {
      partitions = List.copyOf(partitions);
    }

    long records() {
      return partitions.stream().mapToLong(ChangePartition::waiting).sum();
    }

    /** Since when the oldest record waits; zero when none does. */
    double seconds(Instant now) {
      return partitions.stream()
          .mapToDouble(partition -> partition.waitedSeconds(now))
          .max()
          .orElse(0);
    }
  }

  Optional<Lag> of(String mapping) {
    return Optional.ofNullable(seen.get(mapping));
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  synchronized void look() {
    try {
      Map<String, Lag> now = new HashMap<>();
      for (RegisteredMapping mapping : mappings.page(null, RegisterChangeMapping.MOST)) {
        now.put(mapping.name(), new Lag(clock.instant(), offsets.of(mapping)));
      }
      seen = Map.copyOf(now);
      show();
    } catch (KafkaException | DataAccessException | TransactionException away) {
      log.warn("Lag of changes not seen: {}", away.toString());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void show() {
    Map<Tags, DoubleSupplier> counts = new HashMap<>();
    Map<Tags, DoubleSupplier> ages = new HashMap<>();
    seen.forEach((name, lag) -> {
      counts.put(Tags.of("mapping", name), lag::records);
      ages.put(Tags.of("mapping", name), () -> lag.seconds(clock.instant()));
    });
    records.show(counts);
    seconds.show(ages);
  }
}
