package io.churnops.features.engine;

import static io.churnops.features.engine.Outcome.INELIGIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.churnops.features.engine.RandomCases.Feature;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class TrainingRowsTests {

  private static final int CASES = 300;
  private static final long DAY = RandomCases.DAY;
  private static final long BASE = RandomCases.BASE;
  private static final LabelDefinition LABEL =
      LabelDefinition.parse(
          """
          label: churn
          entity: customer
          churned: {no: order.placed, within: 30d}
          eligible: {at_least: 2, event: [order.placed, email.sent], within: 20d}
          """);
  private static final CompiledView ORDERS =
      CompiledView.compile(
          FeatureViewDefinition.parse(
              """
              view: orders
              entity: customer
              features: [{name: orders, event: order.placed, aggregate: count}]
              """));
  private static final LabelDefinition ONE_ORDER =
      LabelDefinition.parse(
          """
          label: churn
          entity: customer
          churned: {no: order.placed, within: 30d}
          eligible: {at_least: 1, event: order.placed, within: 90d}
          """);

  @Test
  void aRowIsBitForBitWhatServingWouldHaveSeen() {
    int rows = 0;
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<Feature> features = RandomCases.features(random);
      CompiledView view =
          CompiledView.compile(FeatureViewDefinition.parse(RandomCases.yaml(features)));
      List<CustomerEvent> log = sorted(RandomCases.log(random, random.nextInt(80)));
      for (TrainingRow row : rows(view, log, cutoffs(random), KnownTime.AS_KNOWN)) {
        FeatureState online = view.emptyState();
        List<CustomerEvent> known =
            log.stream().filter(event -> event.knownMicros() <= row.cutoffMicros()).toList();
        RandomCases.shuffled(known, random).forEach(event -> view.fold(online, event));
        assertSameBits(row.vector(), view.evaluate(online, row.cutoffMicros()), seed);
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(CASES);
  }

  private static void assertSameBits(FeatureVector one, FeatureVector other, long seed) {
    for (int i = 0; i < one.size(); i++) {
      assertThat(bits(one.value(i)))
          .as("seed %d, %s", seed, one.columns().get(i))
          .isEqualTo(bits(other.value(i)));
    }
  }

  private static Optional<Object> bits(@Nullable Object value) {
    return Optional.ofNullable(
        value instanceof Double number ? (Object) Double.doubleToRawLongBits(number) : value);
  }

  @Test
  void rowsLabelsAndFeaturesAgreeWithALoopOverRawEvents() {
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<Feature> features = RandomCases.features(random);
      CompiledView view =
          CompiledView.compile(FeatureViewDefinition.parse(RandomCases.yaml(features)));
      List<CustomerEvent> log = sorted(RandomCases.log(random, random.nextInt(80)));
      List<Long> cutoffs = cutoffs(random);
      for (KnownTime mode : KnownTime.values()) {
        assertThat(rows(view, log, cutoffs, mode))
            .as("seed %d, %s", seed, mode)
            .isEqualTo(naiveRows(view, features, log, cutoffs, mode));
      }
    }
  }

  @Test
  void asksALabelAloneForWhatItSaysInRows() {
    List<Outcome> said = new ArrayList<>();
    for (long seed = 1; seed <= CASES; seed++) {
      Random random = new Random(seed);
      List<CustomerEvent> log = sorted(RandomCases.log(random, random.nextInt(80)));
      List<Long> cutoffs = cutoffs(random);
      for (KnownTime mode : KnownTime.values()) {
        List<Outcome> expected = new ArrayList<>(Collections.nCopies(cutoffs.size(), INELIGIBLE));
        rows(ORDERS, log, cutoffs, mode)
            .forEach(row ->
                expected.set(cutoffs.indexOf(row.cutoffMicros()), row.outcomes().getFirst()));
        List<Outcome> outcomes =
            TrainingRows.outcomes(LABEL, "C-1", log.iterator(), cutoffs, mode, MATURITY);
        assertThat(outcomes).as("seed %d, %s", seed, mode).isEqualTo(expected);
        said.addAll(outcomes);
      }
    }
    assertThat(said).contains(Outcome.values());
  }

  private static final long MATURITY = BASE + 120 * DAY;

  private static List<TrainingRow> rows(
      CompiledView view, List<CustomerEvent> log, List<Long> cutoffs, KnownTime mode) {
    return TrainingRows.of(view, LABEL, "C-1", log, cutoffs, mode, MATURITY);
  }

  private static List<TrainingRow> naiveRows(
      CompiledView view,
      List<Feature> features,
      List<CustomerEvent> log,
      List<Long> cutoffs,
      KnownTime mode) {
    List<TrainingRow> rows = new ArrayList<>();
    for (long cutoff : cutoffs) {
      List<CustomerEvent> seen =
          log.stream()
              .filter(event -> mode == KnownTime.AS_HAPPENED || event.knownMicros() <= cutoff)
              .toList();
      long eligible =
          seen.stream()
              .filter(event -> !event.type().equals("ticket.opened"))
              .filter(event -> event.timeMicros() >= cutoff - 20 * DAY)
              .filter(event -> event.timeMicros() < cutoff)
              .count();
      boolean ordered =
          log.stream()
              .filter(event -> event.type().equals("order.placed"))
              .anyMatch(
                  event -> event.timeMicros() >= cutoff && event.timeMicros() < cutoff + 30 * DAY);
      if (eligible >= 2) {
        Optional<Boolean> label =
            cutoff + 30 * DAY <= MATURITY ? Optional.of(!ordered) : Optional.empty();
        FeatureVector vector =
            FeatureVector.of(view.columns(), NaiveOracle.vector(features, seen, cutoff));
        rows.add(new TrainingRow("C-1", cutoff, label, vector));
      }
    }
    return rows;
  }

  private static List<CustomerEvent> sorted(List<CustomerEvent> log) {
    return log.stream().sorted(CustomerEvent.ORDER).toList();
  }

  private static List<Long> cutoffs(Random random) {
    List<Long> cutoffs = new ArrayList<>();
    for (long cutoff = BASE + random.nextLong(10 * DAY);
        cutoff < BASE + 150 * DAY;
        cutoff += 1 + random.nextLong(20 * DAY)) {
      cutoffs.add(cutoff);
    }
    return cutoffs;
  }

  private static CustomerEvent order(String id, long time, long known) {
    return new CustomerEvent(
        "/web", id, "order.placed", "C-1", time, known, JsonNodeFactory.instance.objectNode());
  }

  @Test
  void theEventAtTheCutoffIsTheFutureOfItsRow() {
    List<CustomerEvent> log = List.of(order("a", BASE - DAY, BASE), order("b", BASE, BASE));
    List<TrainingRow> rows =
        TrainingRows.of(
            ORDERS, ONE_ORDER, "C-1", log, List.of(BASE), KnownTime.AS_KNOWN, BASE + 30 * DAY);
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().vector().number(0)).isEqualTo(1);
    assertThat(rows.getFirst().label()).contains(false);
  }

  @Test
  void eligibilityBeginsWithItsFirstMoment() {
    List<CustomerEvent> log = List.of(order("a", BASE, BASE));
    List<Long> cutoffs = List.of(BASE, BASE + 1, BASE + 90 * DAY, BASE + 90 * DAY + 1);
    assertThat(
            TrainingRows.of(ORDERS, ONE_ORDER, "C-1", log, cutoffs, KnownTime.AS_KNOWN, BASE)
                .stream()
                .map(TrainingRow::cutoffMicros))
        .containsExactly(BASE + 1, BASE + 90 * DAY);
  }

  @Test
  void theHorizonEndsBeforeItsLastMoment() {
    List<CustomerEvent> log =
        List.of(order("a", BASE - DAY, BASE), order("b", BASE + 30 * DAY, BASE + 30 * DAY));
    List<TrainingRow> rows =
        TrainingRows.of(
            ORDERS, ONE_ORDER, "C-1", log, List.of(BASE), KnownTime.AS_KNOWN, BASE + 30 * DAY);
    assertThat(rows.getFirst().label()).contains(true);
  }

  @Test
  void aRowYoungerThanItsHorizonHasNoLabelEvenIfTheCustomerCameBack() {
    List<CustomerEvent> log =
        List.of(order("a", BASE - DAY, BASE), order("b", BASE + DAY, BASE + DAY));
    List<TrainingRow> rows =
        TrainingRows.of(
            ORDERS, ONE_ORDER, "C-1", log, List.of(BASE), KnownTime.AS_KNOWN, BASE + 30 * DAY - 1);
    assertThat(rows.getFirst().label()).isEmpty();
  }

  @Test
  void whatBecameKnownLateIsSeenOnlyFromThenOn() {
    List<CustomerEvent> log =
        List.of(order("a", BASE, BASE + 5 * DAY), order("b", BASE + 1, BASE + 1));
    List<Long> cutoffs = List.of(BASE + 4 * DAY, BASE + 5 * DAY);
    assertThat(orderCounts(log, cutoffs, KnownTime.AS_KNOWN)).containsExactly(1.0, 2.0);
    assertThat(orderCounts(log, cutoffs, KnownTime.AS_HAPPENED)).containsExactly(2.0, 2.0);
  }

  private static List<Double> orderCounts(
      List<CustomerEvent> log, List<Long> cutoffs, KnownTime mode) {
    return TrainingRows.of(ORDERS, ONE_ORDER, "C-1", log, cutoffs, mode, BASE).stream()
        .map(row -> row.vector().number(0))
        .toList();
  }

  @Test
  void keepsNoEventThatWasKnownInTime() {
    for (List<Long> cutoffs : List.of(List.of(BASE + DAY), List.of(BASE, BASE + 90 * DAY))) {
      AtomicReference<@Nullable WeakReference<CustomerEvent>> first = new AtomicReference<>();
      Iterator<CustomerEvent> events =
          LongStream.range(0, 10)
              .mapToObj(i -> {
                if (i == 9) {
                  assertThat(isGone(Objects.requireNonNull(first.get()))).isTrue();
                }
                CustomerEvent event = order("o" + i, BASE + (i + 2) * DAY, BASE + (i + 2) * DAY);
                first.compareAndSet(null, new WeakReference<>(event));
                return event;
              })
              .iterator();
      TrainingRows.forEach(
          ORDERS, ONE_ORDER, "C-1", events, cutoffs, KnownTime.AS_KNOWN, BASE, _ -> {});
    }
  }

  private static boolean isGone(WeakReference<?> reference) {
    for (int i = 0; i < 10 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }

  @Test
  void refusesUnsortedInput() {
    List<CustomerEvent> log = List.of(order("b", BASE, BASE), order("a", BASE, BASE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orderCounts(log, List.of(BASE), KnownTime.AS_KNOWN))
        .withMessageContaining("sorted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> orderCounts(List.of(), List.of(BASE, BASE), KnownTime.AS_KNOWN))
        .withMessageContaining("ascending");
  }
}
