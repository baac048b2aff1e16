package io.churnops.monitoring;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is watched.
 *
 * @param model whose champion the drift gauges show
 * @param window how far back drift looks unless asked otherwise
 * @param refresh how often the gauges are computed, waiting predictions binned and old ones deleted
 * @param retention how long predictions and their counts are kept; older ones are not taken either
 */
@Validated
@ConfigurationProperties(prefix = "churnops.monitoring", ignoreUnknownFields = false)
public record MonitoringProperties(
    @NotBlank @DefaultValue("churn") String model,
    @DefaultValue("24h") Duration window,
    @DefaultValue("30s") Duration refresh,
    @DefaultValue("180d") Duration retention) {

  public MonitoringProperties {
    if (!window.isPositive() || !refresh.isPositive()) {
      throw new IllegalArgumentException("churnops.monitoring: durations must be positive");
    }
    if (retention.compareTo(window) < 0) {
      throw new IllegalArgumentException(
          "churnops.monitoring: the retention %s is shorter than the window %s"
              .formatted(retention, window));
    }
  }
}
