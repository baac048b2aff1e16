package io.churnops.monitoring.drift;

import io.churnops.kit.metrics.GaugeRows;
import io.churnops.monitoring.MonitoringProperties;
import io.churnops.monitoring.drift.DriftReport.FeatureDrift;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The drift of the model that serves as gauges, for alerts and dashboards. */
@Component
class DriftGauges {

  private static final Logger log = LoggerFactory.getLogger(DriftGauges.class);

  private final MeasureDrift measureDrift;
  private final String model;
  private final GaugeRows psi;
  private final GaugeRows samples;

  DriftGauges(MeasureDrift measureDrift, MonitoringProperties properties, MeterRegistry meters) {
    this.measureDrift = measureDrift;
    this.model = properties.model();
    this.psi =
        GaugeRows.register(
            meters,
            "churnops.drift.psi",
            "Population stability index of the champion's features and score");
    this.samples =
        GaugeRows.register(meters, "churnops.drift.samples", "Predictions behind the drift gauges");
  }

  @Scheduled(fixedDelayString = "${churnops.monitoring.refresh}")
  void refresh() {
    try {
      show(measureDrift.measure(model, null, null, null));
    } catch (DriftException nothingServes) {
      psi.show(Map.of());
      samples.show(Map.of());
    } catch (DataAccessException e) {
      log.warn("Drift gauges keep their values: {}", e.toString());
    }
  }

  private void show(DriftReport report) {
    Map<Tags, DoubleSupplier> rows = new HashMap<>();
    rows.put(tags(report.score()), report.score()::psi);
    report.features().forEach(feature -> rows.put(tags(feature), feature::psi));
    psi.show(rows);
    samples.show(Map.of(Tags.of("model", model), () -> report.score().windowRows()));
  }

  private Tags tags(FeatureDrift drift) {
    return Tags.of("model", model, "feature", drift.name());
  }
}
