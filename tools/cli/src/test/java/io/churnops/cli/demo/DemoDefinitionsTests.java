package io.churnops.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.LabelDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The definitions that ship with the demo, as feature-service reads them. */
class DemoDefinitionsTests {

  @ParameterizedTest
  @ValueSource(strings = {"shop-view.yaml", "retail-view.yaml"})
  void viewsGiveWhatTheReportShows(String resource) {
    assertThat(columns(resource))
        .extracting(FeatureColumn::name)
        .contains("days_since_last_order", "revenue_90d", "orders_lifetime");
  }

  @Test
  void retailCustomersAreDescribedByNumbersAlone() {
    assertThat(columns("retail-view.yaml"))
        .extracting(FeatureColumn::type)
        .containsOnly(ColumnType.NUMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop-label.yaml", "retail-label.yaml"})
  void labelsAskAboutThirtyDaysOfTheCustomersOfNinety(String resource) {
    LabelDefinition label = LabelDefinition.parse(ChurnLoop.text(resource));
    assertThat(label.horizon()).isEqualTo(Duration.ofDays(30));
    assertThat(label.eligibility()).isEqualTo(Duration.ofDays(90));
  }

  private static List<FeatureColumn> columns(String resource) {
    return CompiledView.compile(FeatureViewDefinition.parse(ChurnLoop.text(resource))).columns();
  }
}
