package io.churnops.forest.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineProfileTests {

  private static final double[] SCORES = {0.1, 0.2, 0.9};

  @Test
  void putsAValueOnAnEdgeIntoTheBinBelow() {
    NumberProfile profile = number(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);

    assertThat(profile.edges()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
    assertThat(profile.counts()).containsOnly(1L).hasSize(10);
    assertThat(profile.bin(1)).isZero();
    assertThat(profile.bin(Math.nextUp(1.0))).isEqualTo(1);
    assertThat(profile.bin(-1e300)).isZero();
    assertThat(profile.bin(1e300)).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void countsEveryRowOnce(long seed) {
    var random = new SplittableRandom(seed);
    var values = new ArrayList<@Nullable Object>();
    for (int i = 0; i < 997; i++) {
      values.add(random.nextInt(10) == 0 ? null : (Object) (double) random.nextInt(1 << seed * 4));
    }
    NumberProfile profile = number(values.toArray());

    long[] naive = new long[profile.counts().size()];
    long missing = 0;
    for (Object value : values) {
      if (value instanceof Double number) {
        naive[(int) profile.edges().stream().filter(edge -> edge < number).count()]++;
      } else {
        missing++;
      }
    }
    assertThat(profile.counts()).containsExactly(Arrays.stream(naive).boxed().toArray(Long[]::new));
    assertThat(profile.missing()).isEqualTo(missing);
    assertThat(profile.counts()).allSatisfy(count -> assertThat(count).isPositive());
  }

  @Test
  void hasOneBinWhereAllValuesAreEqualOrMissing() {
    assertThat(number(5.0, 5.0, 5.0).counts()).containsExactly(3L);
    NumberProfile missing = number(null, null);
    assertThat(missing.counts()).containsExactly(0L);
    assertThat(missing.missing()).isEqualTo(2);
  }

  @Test
  void listsTheMostFrequentCategoriesAndCountsTheRest() {
    var values = new ArrayList<@Nullable Object>();
    for (int category = 0; category < 70; category++) {
      for (int i = 0; i <= category; i++) {
        values.add("c" + category);
      }
    }
    values.add(null);
    var profile =
        (CategoryProfile)
            BaselineProfile.of(
                    List.of(new InputColumn("country", InputType.CATEGORY)),
                    rows(values.toArray()),
                    SCORES)
                .features()
                .getFirst();

    assertThat(profile.categories()).hasSize(64).first().isEqualTo(new CategoryCount("c69", 70));
    assertThat(profile.unlisted()).isEqualTo(1 + 2 + 3 + 4 + 5 + 6);
    assertThat(profile.missing()).isEqualTo(1);
  }

  /** As it was written before moments were profiled. */
  @Test
  void readsAProfileWithoutMoments() {
    String json =
        """
        {"features":[{"type":"NUMBER","name":"a","rows":2,"edges":[0.5],"counts":[1,1],"missing":0}],\
        "score":{"rows":0,"edges":[],"counts":[0]}}\
        """;

    BaselineProfile profile = BaselineProfile.fromJson(json.getBytes(StandardCharsets.UTF_8));

    assertThat(((NumberProfile) profile.features().getFirst()).moments()).isEmpty();
    assertThat(new String(profile.toJson(), StandardCharsets.UTF_8)).doesNotContain("moments");
  }

  @Test
  void profilesTheScores() {
    ScoreProfile profile = ScoreProfile.of(new double[] {0.5, 0.1, 0.5, 0.2});

    assertThat(profile.edges()).containsExactly(0.1, 0.2);
    assertThat(profile.counts()).containsExactly(1L, 1L, 2L);
    assertThat(profile.bin(0.3)).isEqualTo(2);
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    assertThatThrownBy(() -> number(1.0, Double.NaN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        """
        {"features":[],"score":{"rows":3,"edges":[0.5],"counts":[1,1]}}\
        """,
        """
        {"features":[],"score":{"rows":2,"edges":[0.5,0.5],"counts":[1,1,0]}}\
        """,
        """
        {"features":[],"score":{"rows":2,"edges":[],"counts":[2]},"more":1}\
        """,
        """
        {"features":[{"type":"NUMBER","name":"a","rows":1,"edges":[],"counts":[2],"missing":-1}],\
        "score":{"rows":0,"edges":[],"counts":[0]}}\
        """,
        """
        {"features":[{"type":"NUMBER","name":"a","rows":1,"edges":[],"counts":[1],"missing":0,\
        "moments":[[1]]}],"score":{"rows":0,"edges":[],"counts":[0]}}\
        """,
        """
        {"features":[{"type":"CATEGORY","name":"a","rows":1,"missing":0,\
        "categories":[{"value":"x","count":2}]}],"score":{"rows":0,"edges":[],"counts":[0]}}\
        """
      })
  void refusesJsonThatDoesNotAddUp(String json) {
    assertThatThrownBy(() -> BaselineProfile.fromJson(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static NumberProfile number(@Nullable Object... values) {
    return (NumberProfile)
        BaselineProfile.of(
                List.of(new InputColumn("orders", InputType.NUMBER)), rows(values), SCORES)
            .features()
            .getFirst();
  }

  private static List<FeatureRow> rows(@Nullable Object... values) {
    var rows = new ArrayList<FeatureRow>();
    for (Object value : values) {
      rows.add(FeatureRow.of(Arrays.asList(value)));
    }
    return rows;
  }
}
