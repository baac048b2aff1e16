package io.churnops.feature.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class DefinitionSetTests {

  private static final String VIEW =
      """
      # what customers do
      view: behaviour
      entity: customer
      features:
        - {name: orders, event: order.placed, aggregate: count, windows: [30d]}
      """;

  private static final String LABEL =
      """
      label: churn
      entity: customer
      churned: {no: order.placed, within: 30d}
      eligible: {at_least: 1, event: order.placed, within: 90d}
      """;

  private static DefinitionSet read(String text) {
    return DefinitionSet.read(List.of(new PlanRequest.Source("a.yaml", text)));
  }

  @Test
  void readsSeveralDocumentsOfOneFile() {
    DefinitionSet set = read("---\n# nothing\n---\n" + VIEW + "--- # next\n  \n" + LABEL);

    assertThat(set.views()).hasSize(1);
    assertThat(set.labels()).hasSize(1);
  }

  @Test
  void readsJson() {
    DefinitionSet set =
        read(
            """
            {
              "label": "churn", "entity": "customer",
              "churned": {"no": "order.placed", "within": "30d"},
              "eligible": {"at_least": 1, "event": "order.placed", "within": "90d"}}
            """);

    assertThat(set.labels()).hasSize(1);
  }

  /** Going over each blank line anew from every other would take minutes. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void readsBlankLinesOnce() {
    assertThat(read("\n".repeat(250_000) + VIEW).views()).hasSize(1);
    assertThat(read(VIEW + "\n".repeat(250_000)).views()).hasSize(1);
  }
}
