package io.churnops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MonitoringPropertiesTests {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Settings.class);

  @Test
  void hasDefaults() {
    context.run(started ->
        assertThat(started.getBean(MonitoringProperties.class))
            .isEqualTo(
                new MonitoringProperties(
                    "churn", Duration.ofHours(24), Duration.ofSeconds(30), Duration.ofDays(180))));
  }

  @Test
  void readsUnits() {
    context
        .withPropertyValues(
            "churnops.monitoring.window=7d",
            "churnops.monitoring.refresh=1m",
            "churnops.monitoring.retention=30d")
        .run(started ->
            assertThat(started.getBean(MonitoringProperties.class))
                .isEqualTo(
                    new MonitoringProperties(
                        "churn", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(30))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"windw=24h", "window=0s", "refresh=-1s", "retention=23h", "window=soon", "model="})
  void refusesWhatIsMisspeltOrMeaningless(String property) {
    context
        .withPropertyValues("churnops.monitoring." + property)
        .run(started -> assertThat(started).hasFailed());
  }

  @EnableConfigurationProperties(MonitoringProperties.class)
  static class Settings {}
}
