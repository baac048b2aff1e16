package io.churnops.monitoring.drift;

import io.churnops.monitoring.MonitoringProperties;
import io.churnops.monitoring.drift.DriftReport.FeatureDrift;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
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
  private final MultiGauge psi;
  private final MultiGauge samples;

  DriftGauges(MeasureDrift measureDrift, MonitoringProperties properties, MeterRegistry meters) {
    this.measureDrift = measureDrift;
    this.model = properties.model();
    this.psi =
        MultiGauge.builder("churnops.drift.psi")
            .description("Population stability index of the champion's features and score")
            .register(meters);
    this.samples =
        MultiGauge.builder("churnops.drift.samples")
            .description("Predictions behind the drift gauges")
            .register(meters);
  }

  @Scheduled(fixedDelayString = "${churnops.monitoring.refresh}")
  void refresh() {
    try {
      show(measureDrift.measure(model, null, null, null));
    } catch (DriftException nothingServes) {
      psi.register(List.of(), true);
      samples.register(List.of(), true);
    } catch (DataAccessException e) {
      log.warn("Drift gauges keep their values: {}", e.toString());
    }
  }

  private void show(DriftReport report) {
    List<Row<?>> rows = new ArrayList<>();
    rows.add(row(report.score()));
    report.features().forEach(feature -> rows.add(row(feature)));
    psi.register(rows, true);
    samples.register(List.of(Row.of(Tags.of("model", model), report.score().windowRows())), true);
  }

  private Row<Number> row(FeatureDrift drift) {
    return Row.of(Tags.of("model", model, "feature", drift.name()), drift.psi());
  }
}
