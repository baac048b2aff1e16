package io.churnops.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Gauges of one name, a row for each of what there is at a time. A row that stays is set in place:
 * where the only one is taken away and put there again, a page of metrics that is written meanwhile
 * may have the name twice, and fails.
 */
public final class GaugeRows {

  private final MultiGauge gauges;
  private final Map<Tags, Row> rows = new HashMap<>();

  private GaugeRows(MultiGauge gauges) {
    this.gauges = gauges;
  }

  /** What a row tells at the moment. */
  private static final class Row {

    private volatile DoubleSupplier value;

    Row(DoubleSupplier value) {
      this.value = value;
    }

    double value() {
      return value.getAsDouble();
    }
  }

  /** Gauges without a row. */
  public static GaugeRows register(MeterRegistry meters, String name, String description) {
    return new GaugeRows(MultiGauge.builder(name).description(description).register(meters));
  }

  /** Gauges without a row that count in a unit, which becomes the end of the name. */
  public static GaugeRows register(
      MeterRegistry meters, String name, String description, String unit) {
    return new GaugeRows(
        MultiGauge.builder(name).description(description).baseUnit(unit).register(meters));
  }

  /**
   * From now on there are these rows and no others.
   *
   * @param now asked whenever the page is written
   */
  public synchronized void show(Map<Tags, ? extends DoubleSupplier> now) {
    rows.keySet().retainAll(now.keySet());
    now.forEach((tags, value) -> rows.computeIfAbsent(tags, _ -> new Row(value)).value = value);
    gauges.register(
        rows.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                row -> MultiGauge.Row.of(row.getKey(), row.getValue(), Row::value))
            .toList(),
        false);
  }
}
