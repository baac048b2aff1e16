package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutTests {

  @Test
  void keepsWhatMlflowTakes() {
    assertThat(Cut.key("churnops.environment.java version/größe_1-2"))
        .isEqualTo("churnops.environment.java version/größe_1-2");
    assertThat(Cut.key("recall@0.5,(all)")).isEqualTo("recall_0.5__all_");
    assertThat(Cut.key("a.b/.c/..d/e.")).isEqualTo("a.b/.c/..d/e.");
  }

  /** What older servers refuse: a colon, marks, and paths that are not in their shortest form. */
  @ParameterizedTest
  @CsvSource({
    "segment:DE, segment_DE",
    "'', _",
    "/, _",
    "//, __",
    "., _",
    ".., __",
    "..a/b, __a/b",
    "/root, _root",
    "end/, end_",
    "a//b, a_/b",
    "a///b, a__/b",
    "a/./b, a/_/b",
    "a/../b, a/__/b",
    "./././, _/_/._",
    "../.., __/__",
    "o\u0308, o_",
    "a\u203Fb, a_b",
    "a\tb, a_b"
  })
  void replacesWhatMlflowRefuses(String key, String cut) {
    assertThat(Cut.key(key)).isEqualTo(cut);
  }

  @Test
  void leavesNoSlashAtTheEndWhereItCuts() {
    assertThat(Cut.key("a".repeat(249) + "/b")).isEqualTo("a".repeat(249) + "_");
  }

  @Test
  void givesAnyKeyTheShortestFormOfItsPath() {
    long seed = Long.getLong("cut.seed", 42);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 2_000; round++) {
      String key =
          random
              .ints(random.nextInt(12), 0, 4)
              .mapToObj(index -> String.valueOf("./:a".charAt(index)))
              .collect(Collectors.joining());
      String cut = Cut.key(key);
      assertThat(List.of(cut.split("/", -1)))
          .as("'%s' of '%s', -Dcut.seed=%d", cut, key, seed)
          .doesNotContain("", ".", "..");
      assertThat(cut).as("of '%s'", key).doesNotStartWith("..").doesNotContain(":");
    }
  }

  @Test
  void cutsAtACharacterNotInTheMiddleOfOne() {
    String text = "a".repeat(499) + "\uD83D\uDE00";
    assertThat(Cut.params(Map.of("emoji", text))).containsEntry("emoji", "a".repeat(499));
    assertThat(Cut.tags(Map.of("emoji", text))).containsEntry("emoji", text);
  }

  @Test
  void keepsOfWhatIsSaidOneLineOfBoundedLength() {
    assertThat(Cut.said("no\u0000\r\nsuch\u2028run\n")).isEqualTo("no such run");
    assertThat(Cut.said("\uD83D\uDE00".repeat(400))).isEqualTo("\uD83D\uDE00".repeat(250));
  }

  @Test
  void keepsTheFirstOfKeysThatBecomeAlike() {
    assertThat(Cut.params(Map.of("a%", "percent", "a&", "and")))
        .containsExactly(Map.entry("a_", "percent"));
  }
}
