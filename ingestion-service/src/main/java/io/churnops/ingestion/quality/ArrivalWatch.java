package io.churnops.ingestion.quality;

import io.churnops.ingestion.quality.ExpectationStatus.State;
import io.churnops.kit.metrics.GaugeRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Looks regularly whether events arrive as expected, and tells it as metrics and in the log. */
final class ArrivalWatch {

  private static final Logger log = LoggerFactory.getLogger(ArrivalWatch.class);

  /** The longest period of a rule, and a day. */
  private static final Duration RETENTION = Duration.ofDays(8);

  private final QualityStore store;
  private final QualityGate gate;
  private final InstantSource clock;
  private final GaugeRows broken;
  private Set<String> brokenBefore = Set.of();

  ArrivalWatch(QualityStore store, QualityGate gate, InstantSource clock, MeterRegistry metrics) {
    this.store = store;
    this.gate = gate;
    this.clock = clock;
    broken =
        GaugeRows.register(
            metrics,
            "churnops.quality.broken",
            "1 while the events of a type do not arrive as a rule expects");
  }

  @Scheduled(fixedDelay = 30, initialDelay = 30, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      evaluate();
      store.forgetArrivals(clock.instant().minus(RETENTION));
    } catch (DataAccessException | TransactionException away) {
      log.warn("Arrivals not looked at: {}", away.toString());
    }
  }

  /** Looks at every type that has such rules. */
  synchronized void evaluate() {
    Map<Tags, DoubleSupplier> rows = new HashMap<>();
    Set<String> brokenNow = new HashSet<>();
    for (String type : gate.followed().keySet()) {
      for (ExpectationStatus status : statuses(type)) {
        boolean isBroken = status.state() == State.BROKEN;
        rows.put(Tags.of("type", type, "rule", status.rule()), () -> isBroken ? 1 : 0);
        if (isBroken) {
          brokenNow.add(type + "/" + status.rule());
          tellOnce(type, status);
        }
      }
    }
    broken.show(rows);
    brokenBefore = brokenNow;
  }

  private void tellOnce(String type, ExpectationStatus status) {
    if (!brokenBefore.contains(type + "/" + status.rule())) {
      log.warn(
          "Events do not arrive as expected: type={} rule={} found={}",
          type,
          status.rule(),
          status.detail());
    }
  }

  /** How each such rule of a type stands now. */
  List<ExpectationStatus> statuses(String type) {
    QualityGate.Followed followed = gate.followed().get(type);
    if (followed == null) {
      return List.of();
    }
    Instant now = clock.instant();
    return followed.rules().ofArrivals().entrySet().stream()
        .map(rule ->
            ExpectationStatus.of(
                rule.getKey(), rule.getValue(), arrivals(type), followed.since(), now))
        .toList();
  }

  private ExpectationStatus.Arrivals arrivals(String type) {
    return new ExpectationStatus.Arrivals() {

      @Override
      public Optional<Instant> last() {
        return store.lastArrival(type);
      }

      @Override
      public long between(Instant from, Instant to) {
        return store.arrivals(type, from, to);
      }
    };
  }
}
