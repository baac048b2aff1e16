package io.churnops.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.churnops.forest.explanation.Explanation;
import io.churnops.serving.model.ServedModel;
import io.churnops.serving.model.TestModels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NameReasonsTests {

  private final ServedModel model = TestModels.served();

  @Test
  void setsValuesBesideTheCustomersTheModelLearntFrom() {
    List<ScoreReason> reasons = reasons(Arrays.asList(118.123, 0.0, "DE"), 0.3, -0.1, 0.01);

    assertThat(reasons)
        .extracting(ScoreReason::feature)
        .containsExactly("days_since_last_order", "orders_30d", "country");
    assertThat(reasons.get(0).text())
        .matches(
            "days_since_last_order is 118, more than (89|90) % of customers have; it raises the"
                + " risk");
    assertThat(reasons.get(1).text()).isEqualTo("orders_30d is 0, as is usual; it lowers the risk");
    assertThat(reasons.get(2).text())
        .matches("country is DE, as for \\d\\d % of customers; it raises the risk");
  }

  @Test
  void saysWhatIsNotKnownOrRare() {
    List<ScoreReason> reasons = reasons(Arrays.asList(null, 3.0, "XX"), -0.1, 0.2, 0.3);

    assertThat(reasons.get(0).text()).isEqualTo("country is XX, which is rare; it raises the risk");
    assertThat(reasons.get(1).text()).startsWith("orders_30d is 3, more than ");
    assertThat(reasons.get(2).value()).isNull();
    assertThat(reasons.get(2).text())
        .matches(
            "days_since_last_order is not known, as for \\d % of customers; it lowers the risk");
  }

  @Test
  void saysThatEveryoneElseHasAValue() {
    assertThat(reasons(Arrays.asList(5.0, null, "DE"), 0, 0.1, 0).getFirst().text())
        .isEqualTo("orders_30d is not known, though it is of everyone else; it raises the risk");
  }

  @Test
  void leavesOutWhatChangesNothing() {
    assertThat(reasons(Arrays.asList(5.0, 1.0, "DE"), 3e-17, -0.1, 0))
        .extracting(ScoreReason::feature)
        .containsExactly("orders_30d");
  }

  @Test
  void sumsUpToTheScore() {
    List<@Nullable Object> row = Arrays.asList(90.0, 0.0, "FR");

    Explanation explanation = model.explain(row).orElseThrow();

    assertThat(explanation.total()).isEqualTo(model.score(List.of(row))[0], within(1e-12));
  }

  private List<ScoreReason> reasons(List<@Nullable Object> values, double a, double b, double c) {
    return NameReasons.of(
        model, values, new Explanation(Explanation.Unit.PROBABILITY, 0.5, List.of(a, b, c)));
  }
}
