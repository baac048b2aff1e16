package io.churnops.feature.rebuilds;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
  private final MultiGauge open;
  private final MultiGauge progress;
  private final AtomicLong troubled = new AtomicLong();

  RebuildGauges(RebuildTable table, InstantSource clock, MeterRegistry meters) {
    this.table = table;
    this.clock = clock;
    this.open =
        MultiGauge.builder("churnops.rebuilds.open")
            .description("Rebuilds that are not over, by status")
            .register(meters);
    this.progress =
        MultiGauge.builder("churnops.rebuilds.progress")
            .description("Share of the log that is done, of rebuilds not over for an hour")
            .register(meters);
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
    open.register(
        OPEN.stream()
            .<Row<?>>map(status ->
                Row.of(
                    Tags.of("status", status.name().toLowerCase(Locale.ROOT)),
                    counts.getOrDefault(status, 0L)))
            .toList(),
        true);
    Map<Tags, Row<?>> newest = new LinkedHashMap<>();
    rebuilds.forEach(
        one -> newest.put(tags(one), Row.of(tags(one), RebuildAnswer.of(one).progress())));
    progress.register(newest.values(), true);
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
