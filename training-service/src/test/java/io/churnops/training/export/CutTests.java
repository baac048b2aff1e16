package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CutTests {

  @Test
  void keepsWhatMlflowTakes() {
    assertThat(Cut.key("churnops.environment.java version/größe_1-2:3"))
        .isEqualTo("churnops.environment.java version/größe_1-2:3");
    assertThat(Cut.key("recall@0.5,(all)")).isEqualTo("recall_0.5__all_");
  }

  @Test
  void cutsAtACharacterNotInTheMiddleOfOne() {
    String text = "a".repeat(499) + "\uD83D\uDE00";
    assertThat(Cut.params(Map.of("emoji", text))).containsEntry("emoji", "a".repeat(499));
    assertThat(Cut.tags(Map.of("emoji", text))).containsEntry("emoji", text);
  }

  @Test
  void keepsTheFirstOfKeysThatBecomeAlike() {
    assertThat(Cut.params(Map.of("a%", "percent", "a&", "and")))
        .containsExactly(Map.entry("a_", "percent"));
  }
}
