package io.churnops.training.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClauseTests {

  @Test
  void readsComparisonsJoinedByAnd() {
    assertThat(
            Clause.parse(
                "metrics.auc >= 0.8 and params.`max depth` = 'a''b' AND tags.\"x y\" ILIKE \"%z\""
                    + " AND status IN ('RUNNING','FAILED') AND tags.mlflow.source-name != ''"))
        .containsExactly(
            new Clause("metrics", "auc", ">=", List.of("0.8"), false),
            new Clause("params", "max depth", "=", List.of("a'b"), true),
            new Clause("tags", "x y", "ILIKE", List.of("%z"), true),
            new Clause("status", "", "IN", List.of("RUNNING", "FAILED"), true),
            new Clause("tags", "mlflow.source-name", "!=", List.of(""), true));
    assertThat(Clause.parse("  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.auc",
        "metrics.auc > ",
        "metrics.auc > 1 OR metrics.auc < 0",
        "metrics.auc > 1 AND",
        "params.a = 'open",
        "params.a IN 'a'",
        "params.a = ('a')",
        "params.a = 'b'; drop table run",
        "params.a = '\0'"
      })
  void refusesWhatIsNoFilter(String filter) {
    assertThatThrownBy(() -> Clause.parse(filter)).isInstanceOf(TrackingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.auc > 'a'",
        "metrics.auc > high",
        "metrics.auc LIKE 'a'",
        "params.trees = 200",
        "params.trees > '200'",
        "datasets.owner = 'a'",
        "secrets.key = 'a'",
        "password = 'a'"
      })
  void refusesComparisonsOfTheWrongKind(String filter) {
    assertThatThrownBy(() -> RunFilter.parse(filter).addTo(new Sql("")))
        .isInstanceOf(TrackingException.class);
  }

  @Test
  void putsWhatClientsWriteIntoParametersAlone() {
    Sql sql = new Sql("");
    RunFilter.parse("params.`x' or 1=1` = 'y'' or 1=1'").addTo(sql);

    assertThat(sql.text()).doesNotContain("1=1");
    assertThat(sql.parameters()).containsExactly("x' or 1=1", "y' or 1=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "abc", "LA", "KyxMQQ"})
  void refusesCursorsThatNoPageEndedWith(String cursor) {
    assertThatThrownBy(() -> RunOrder.parse(List.of()).addAfter(new Sql(""), cursor))
        .isInstanceOf(TrackingException.class);
  }
}
