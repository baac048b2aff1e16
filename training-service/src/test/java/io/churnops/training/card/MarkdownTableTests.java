package io.churnops.training.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MarkdownTableTests {

  @Test
  void alignsItsColumns() {
    assertThat(
            new MarkdownTable(Set.of(1), "part", "rows", "cutoffs")
                .row("training", "27,142", "many")
                .row("test", "931", "one")
                .lines())
        .containsExactly(
            "| part     |   rows | cutoffs |",
            "|----------|-------:|---------|",
            "| training | 27,142 | many    |",
            "| test     |    931 | one     |");
  }

  @Test
  void keepsABarInATextFromBeingABorder() {
    assertThat(new MarkdownTable(Set.of(), "column").row("a|b").lines())
        .containsExactly("| column |", "|--------|", "| a\\|b   |");
  }
}
