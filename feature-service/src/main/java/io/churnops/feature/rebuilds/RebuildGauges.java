package io.churnops.feature.rebuilds;

import io.churnops.kit.metrics.GaugeRows;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Rebuilds as gauges, for alerts and dashboards. Every instance tells of all of them: take the
 * largest, not the sum.
 */
@Component
class RebuildGauges {

  private static final Logger log = LoggerFactory.getLogger(RebuildGauges.class);

  /** For so long a rebuild is seen to be complete. */
  private static final Duration SHOWN = Duration.ofHours(1);

  private static final List<RebuildStatus> OPEN =
      List.of(RebuildStatus.QUEUED, RebuildStatus.RUNNING, RebuildStatus.STOPPED);

  private final RebuildTable table;
  private final InstantSource clock;
  private final GaugeRows open;
  private final GaugeRows progress;
  private final AtomicLong troubled = new AtomicLong();

  RebuildGauges(RebuildTable table, InstantSource clock, MeterRegistry meters) {
    this.table = table;
    this.clock = clock;
    this.open =
        GaugeRows.register(
            meters, "churnops.rebuilds.open", "Rebuilds that are not over, by status");
    this.progress =
        GaugeRows.register(
            meters,
            "churnops.rebuilds.progress",
            "Share of the log that is done, of rebuilds not over for an hour");
    Gauge.builder("churnops.rebuilds.troubled", troubled, AtomicLong::doubleValue)
        .description("Rebuilds whose last step failed; it is tried again without end")
        .register(meters);
  }

  @Scheduled(fixedDelayString = "5s")
  void refresh() {
    try {
      show(table.openOrCompletedSince(clock.instant().minus(SHOWN)));
    } catch (DataAccessException | TransactionException e) {
      log.warn("The gauges of rebuilds keep their values: {}", e.toString());
    }
  }

  private void show(List<RebuildRow> rebuilds) {
    Map<RebuildStatus, Long> counts =
        rebuilds.stream().collect(Collectors.groupingBy(RebuildRow::status, Collectors.counting()));
    Map<Tags, DoubleSupplier> byStatus = new HashMap<>();
    for (RebuildStatus status : OPEN) {
      long count = counts.getOrDefault(status, 0L);
      byStatus.put(Tags.of("status", status.name().toLowerCase(Locale.ROOT)), () -> count);
    }
    open.show(byStatus);
    Map<Tags, DoubleSupplier> newest = new HashMap<>();
    for (RebuildRow one : rebuilds) {
      double done = RebuildAnswer.of(one).progress();
      newest.put(tags(one), () -> done);
    }
    progress.show(newest);
    troubled.set(rebuilds.stream().filter(one -> one.trouble() != null).count());
  }

  /** Views may share a name, but not a fingerprint; none means every view. */
  private static Tags tags(RebuildRow rebuild) {
    String fingerprint = rebuild.viewFingerprint();
    String view = rebuild.viewName();
    return Tags.of(
        "view",
        view == null ? "all" : view,
        "fingerprint",
        fingerprint == null ? "all" : fingerprint);
  }
}
