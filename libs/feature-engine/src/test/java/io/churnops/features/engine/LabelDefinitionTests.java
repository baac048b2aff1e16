package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.churnops.features.engine.DefinitionException.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LabelDefinitionTests {

  private static final String YAML =
      """
      label: churn_30d
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: [order.placed, email.sent], within: 90d, where: data.a > 1}
      cutoffs: {every: 7d}
      """;

  @Test
  void readsALabel() {
    LabelDefinition label = LabelDefinition.parse(YAML);
    assertThat(label.name()).isEqualTo("churn_30d");
    assertThat(label.horizon()).isEqualTo(Duration.ofDays(30));
    assertThat(label.eligibility()).isEqualTo(Duration.ofDays(90));
    assertThat(label.cutoffsEvery()).contains(Duration.ofDays(7));
    assertThat(label.eventTypes()).containsExactly("email.sent", "order.placed");
    assertThat(label.canonicalJson())
        .isEqualTo(
            "{\"label\":\"churn_30d\",\"entity\":\"customer\","
                + "\"churned\":{\"no\":\"order.placed\",\"within\":\"30d\"},"
                + "\"eligible\":{\"at_least\":1,\"event\":[\"email.sent\",\"order.placed\"],"
                + "\"where\":\"data.a > 1\",\"within\":\"90d\"},\"cutoffs\":{\"every\":\"7d\"}}");
    assertThat(label.fingerprint()).isEqualTo("76e19c75c548b1fd4885835abe51442b");
  }

  @Test
  void tellsWhichEventsItReadsInto() {
    LabelDefinition label =
        LabelDefinition.parse(
            """
            label: no_large_order
            entity: customer
            churned: {no: order.placed, where: "data.amountMinor > 1000", within: 30d}
            eligible: {at_least: 1, event: [order.placed, session.started], within: 90d}
            """);
    assertThat(label.eventTypes()).containsExactlyInAnyOrder("order.placed", "session.started");
    assertThat(label.eventTypesReadInto()).containsExactly("order.placed");
  }

  @Test
  void canBeParsedAgain() {
    LabelDefinition label = LabelDefinition.parse(YAML + "description: who leaves\n");
    assertThat(LabelDefinition.parse(label.documentedJson())).isEqualTo(label);
    assertThat(LabelDefinition.parse(label.canonicalJson()).fingerprint())
        .isEqualTo(LabelDefinition.parse(YAML).fingerprint())
        .isEqualTo(label.fingerprint());
  }

  @Test
  void listsEverythingWrongAtOnce() {
    DefinitionException refused =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                LabelDefinition.parse(
                    """
                    label: churn
                    entity: customer
                    churned: {no: order.placed, within: lifetime}
                    eligible: {at_least: 0, events: order.placed}
                    cutoffs: {every: weekly}
                    """));
    assertThat(refused.problems())
        .extracting(Problem::where)
        .containsExactlyInAnyOrder(
            "churned.within",
            "eligible.at_least",
            "eligible.event",
            "eligible.events",
            "eligible.within",
            "cutoffs.every");
  }
}
