package io.churnops.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SplitTests {

  private static final Duration HORIZON = Duration.ofDays(30);

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void letsNoLabelWindowReachIntoALaterPart(long seed) {
    var random = new SplittableRandom(seed);
    int days = random.nextInt(1, 45);
    int cutoffs = random.nextInt(1, 14);
    Dataset data = ShopDataset.of("d", random.nextInt(60, 150), cutoffs, days, seed).read();
    int tests = random.nextInt(1, 4);
    boolean past = (cutoffs - tests) * days >= 30;
    var request = new SplitRequest(past ? tests : 1, random.nextInt(1, 4));

    Split split = Split.of(data, request);

    assertThat(overlap(split.past(), split.test())).isFalse();
    assertThat(overlap(split.training(), split.validation())).isFalse();
    assertThat(rows(split.past())).containsAll(rows(split.training()));
    assertThat(rows(split.past())).containsAll(rows(split.validation()));
    LabelOverlap measured = Objects.requireNonNull(SplitReport.of(data, split).overlap());
    assertThat(measured.trainingOfSameCustomers()).isZero();
    assertThat(measured.pastOfSameCustomers()).isZero();
    if (split.method() != Split.Method.BY_CUSTOMER) {
      assertThat(measured.past()).isZero();
    }
    assertThat(measured.training() > 0).isEqualTo(split.method() != Split.Method.BY_TIME);
    switch (split.method()) {
      case BY_TIME -> {
        assertEnded(data, split.past(), split.test());
        assertEnded(data, split.training(), split.validation());
      }
      case BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS -> {
        assertEnded(data, split.past(), split.test());
        assertOtherCustomers(data, split.training(), split.validation());
      }
      case K_FOLD -> throw new AssertionError("nobody asked for folds");
      case BY_CUSTOMER -> {
        assertOtherCustomers(data, split.past(), split.test());
        assertOtherCustomers(data, split.training(), split.validation());
      }
    }
  }

  @Test
  void learnsFromEveryCutoffWhoseLabelHadEndedWhenTheTestBegins() {
    // The protocol of the Online Retail figures: cutoffs a horizon apart.
    Dataset data = ShopDataset.of("d", 80, 5, 30, 1).read();

    Split split = Split.of(data, new SplitRequest(1, 1));

    assertThat(split.method()).isEqualTo(Split.Method.BY_TIME);
    assertThat(cutoffs(data, split.test())).containsExactly(day(120));
    assertThat(cutoffs(data, split.validation())).containsExactly(day(90));
    assertThat(cutoffs(data, split.training())).containsExactly(day(0), day(30), day(60));
    assertThat(cutoffs(data, split.past())).containsExactly(day(0), day(30), day(60), day(90));
  }

  @Test
  void countsRowsWhoseLabelWindowReachesIntoTheTimeOfTheirJudges() {
    Dataset data = ShopDataset.of("d", 80, 3, 10, 1).read();
    int[] all = IntStream.range(0, data.rows()).toArray();
    int[] newest = Arrays.stream(all).filter(row -> data.cutoff(row).equals(day(20))).toArray();
    int[] others = Arrays.stream(all).filter(row -> !data.cutoff(row).equals(day(20))).toArray();
    Split careless = new Split(Split.Method.BY_TIME, others, newest, others, newest);

    assertThat(LabelOverlap.of(data, careless)).isEqualTo(new LabelOverlap(160, 160, 160, 160));
  }

  @Test
  void leavesAGapOfOneHorizonBetweenOverlappingCutoffs() {
    Dataset data = ShopDataset.of("d", 80, 14, 7, 1).read();

    Split split = Split.of(data, new SplitRequest(2, 1));

    assertThat(cutoffs(data, split.test())).containsExactly(day(84), day(91));
    assertThat(cutoffs(data, split.past()).getLast()).isEqualTo(day(49));
    assertThat(cutoffs(data, split.training()).getLast()).isEqualTo(day(14));
    SplitReport report = SplitReport.of(data, split);
    assertThat(report.unused())
        .extracting(SplitReport.Unused::cutoff)
        .containsExactly(day(56), day(63), day(70), day(77));
    assertThat(report.past().rows() + report.test().rows() + 4 * 80).isEqualTo(data.rows());
  }

  @Test
  void validatesOnOtherCustomersWhenThePastIsShort() {
    Dataset data = ShopDataset.of("d", 200, 2, 30, 1).read();

    Split split = Split.of(data, new SplitRequest(1, 1));

    assertThat(split.method()).isEqualTo(Split.Method.BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS);
    assertThat(cutoffs(data, split.test())).containsExactly(day(30));
    assertThat(split.validation().length).isBetween(30, 70);
  }

  @Test
  void testsOnOtherCustomersWhenThereIsOneMoment() {
    Dataset data = ShopDataset.of("d", 400, 1, 30, 1).read();

    Split split = Split.of(data, new SplitRequest(1, 1));

    assertThat(split.method()).isEqualTo(Split.Method.BY_CUSTOMER);
    assertThat(split.test().length).isBetween(70, 130);
    assertThat(split.past().length).isEqualTo(400 - split.test().length);
  }

  @Test
  void testsOnNoOtherCustomersWhenSeveralTimesAreToTest() {
    Dataset data = ShopDataset.of("d", 400, 3, 30, 1).read();

    assertThat(Split.of(data, new SplitRequest(2, 1)).method())
        .isEqualTo(Split.Method.BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS);
    assertThatThrownBy(() -> Split.of(data, new SplitRequest(3, 1)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("at 3 cutoffs; with the newest 3 to test")
        .hasMessageContaining("30 days older");
  }

  @Test
  void neverUsesImmatureRows() {
    Dataset data = ShopDataset.of("d", 80, 5, 30, 1).immatureFrom(day(120)).read();

    Split split = Split.of(data, new SplitRequest(1, 1));

    assertThat(cutoffs(data, split.test())).containsExactly(day(90));
    assertThat(SplitReport.of(data, split).immature()).isEqualTo(80);
  }

  @Test
  void refusesRowsThatCannotTeach() {
    assertRefused("no_labelled_rows", ShopDataset.of("d", 80, 2, 30, 1).immatureFrom(day(0)));
    assertRefused("too_few_rows", ShopDataset.of("d", 49, 1, 30, 1));
    ShopDataset stayed = ShopDataset.of("d", 80, 2, 30, 1);
    stayed.lines().replaceAll(line -> line.withLabel(false));
    assertRefused("one_class", stayed);
  }

  @Test
  void saysWhyThereIsNoLabel() {
    assertNoLabels(ShopDataset.of("d", 0, 2, 30, 1), "has no rows");
    assertNoLabels(
        ShopDataset.of("d", 80, 2, 30, 1).immatureFrom(day(0)), "160 rows", "given by the spine");
  }

  private static void assertNoLabels(ShopDataset shop, String... words) {
    Dataset data = shop.read();
    assertThatThrownBy(() -> Split.checkLabels(data)).hasMessageContainingAll(words);
  }

  private static void assertRefused(String code, ShopDataset shop) {
    Dataset data = shop.read();
    assertThatThrownBy(() -> Split.of(data, new SplitRequest(1, 1)))
        .isInstanceOfSatisfying(
            DatasetException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static void assertEnded(Dataset data, int[] earlier, int[] later) {
    assertThat(cutoffs(data, earlier).getLast().plus(HORIZON))
        .isBeforeOrEqualTo(cutoffs(data, later).getFirst());
  }

  private static void assertOtherCustomers(Dataset data, int[] some, int[] others) {
    Set<Integer> customers =
        Arrays.stream(some).mapToObj(data::customerHash).collect(Collectors.toSet());
    assertThat(Arrays.stream(others).mapToObj(data::customerHash))
        .doesNotContainAnyElementsOf(customers);
  }

  private static boolean overlap(int[] left, int[] right) {
    Set<Integer> common = new HashSet<>(rows(left));
    common.retainAll(rows(right));
    return !common.isEmpty();
  }

  private static Set<Integer> rows(int[] rows) {
    return Arrays.stream(rows).boxed().collect(Collectors.toSet());
  }

  private static List<Instant> cutoffs(Dataset data, int[] rows) {
    return Arrays.stream(rows).mapToObj(data::cutoff).distinct().sorted().toList();
  }

  private static Instant day(int day) {
    return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day));
  }
}
