package io.churnops.feature.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.definitions.Plan.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class DifferencesTests {

  @Test
  void findsNothingBetweenEquals() {
    assertThat(between("{\"a\": [1, {\"b\": null}]}", "{\"a\": [1, {\"b\": null}]}")).isEmpty();
  }

  @Test
  void namesFieldsThatComeGoAndChange() {
    List<Difference> found =
        between("{\"gone\": 1, \"kept\": 1, \"new\": 1}", "{\"come\": 2, \"kept\": 1, \"new\": 2}");

    assertThat(found).extracting(Difference::path).containsExactly("come", "gone", "new");
    assertThat(found.get(0).before()).isNull();
    assertThat(found.get(1).after()).isNull();
    assertThat(found.get(2).before()).hasToString("1");
  }

  @Test
  void knowsFeaturesByNameWhereverTheyStand() {
    String before = "{\"features\": [{\"name\": \"a\", \"windows\": [\"7d\"]}, {\"name\": \"b\"}]}";
    String after =
        "{\"features\": [{\"name\": \"c\"}, {\"name\": \"a\", \"windows\": [\"30d\"]}, {\"name\": \"b\"}]}";

    assertThat(between(before, after))
        .extracting(Difference::path)
        .containsExactly("features.a.windows", "features.c");
  }

  @Test
  void tellsOfAnotherOrderOfColumns() {
    assertThat(
            between(
                "{\"features\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}",
                "{\"features\": [{\"name\": \"b\"}, {\"name\": \"a\"}]}"))
        .extracting(Difference::path)
        .containsExactly("features.order");
  }

  private static List<Difference> between(String before, String after) {
    return Differences.between(
        JsonMapper.shared().readTree(before), JsonMapper.shared().readTree(after));
  }
}
