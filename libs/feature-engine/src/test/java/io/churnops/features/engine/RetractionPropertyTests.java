package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.churnops.features.engine.RandomCases.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Views that retract, over random logs, against {@link NaiveRetractions}. */
class RetractionPropertyTests {

  private static final int CASES = 200;
  private static final LabelDefinition EVERYBODY =
      LabelDefinition.parse(
          """
          label: anybody
          entity: customer
          churned: {no: order.placed, within: 30d}
          eligible: {at_least: 1, event: [order.placed, email.sent, ticket.opened], within: 3650d}
          """);

  /** A view, and the log of a customer with retractions of all kinds in it. */
  private record Case(List<Feature> features, CompiledView view, List<CustomerEvent> log) {

    static Case of(Random random) {
      List<Feature> features = RandomCases.features(random);
      String yaml = RandomCases.yaml(features) + NaiveRetractions.YAML;
      CompiledView view = CompiledView.compile(FeatureViewDefinition.parse(yaml));
      List<CustomerEvent> log =
          NaiveRetractions.amid(RandomCases.log(random, 1 + random.nextInt(50)), random);
      return new Case(features, view, log);
    }

    /** When a retraction can first be seen; other events when they are known. */
    static long seenFrom(CustomerEvent event) {
      return NaiveRetractions.isRetraction(event)
          ? Math.max(event.knownMicros(), event.timeMicros() + 1)
          : event.knownMicros();
    }

    List<Object> truth(long at) {
      List<CustomerEvent> seen = log.stream().filter(event -> seenFrom(event) <= at).toList();
      return new ArrayList<>(NaiveOracle.vector(features, NaiveRetractions.left(seen), at));
    }

    FeatureState folded(List<CustomerEvent> events) {
      CustomerFold fold = view.newFold();
      events.forEach(fold::add);
      return fold.state();
    }
  }

  private static void forSeeds(LongConsumer property) {
    for (long seed = 1; seed <= CASES; seed++) {
      try {
        property.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed, e);
      }
    }
  }

  private static List<Object> values(FeatureVector vector) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      values.add(vector.value(i));
    }
    return values;
  }

  @Test
  void agreesWithALoopOverWhatIsLeftOfTheEvents() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      Case one = Case.of(random);
      FeatureState state = one.folded(RandomCases.shuffled(one.log(), random));
      for (long later : List.of(0L, 1L, random.nextLong(40 * RandomCases.DAY))) {
        long at = state.watermarkMicros() + later;
        assertThat(values(one.view().evaluate(state, at))).isEqualTo(one.truth(at));
      }
    });
  }

  @Test
  void theRandomLogsDoTakeEventsBack() {
    int changed = 0;
    for (long seed = 1; seed <= CASES; seed++) {
      Case one = Case.of(new Random(seed));
      long at = one.folded(one.log()).watermarkMicros();
      List<CustomerEvent> placed =
          one.log().stream().filter(event -> !NaiveRetractions.isRetraction(event)).toList();
      if (!NaiveOracle.vector(one.features(), placed, at).equals(one.truth(at))) {
        changed++;
      }
    }
    assertThat(changed).isGreaterThan(CASES / 5);
  }

  @Test
  void anyOrderAndAnyRefoldInBetweenGiveTheSameBytes() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      Case one = Case.of(random);
      byte[] expected = one.view().encode(one.folded(one.log()));
      for (int i = 0; i < 3; i++) {
        CustomerFold fold = one.view().newFold();
        for (CustomerEvent event : RandomCases.shuffled(one.log(), random)) {
          fold.add(event);
          if (random.nextInt(4) == 0) {
            assertThat(fold.state().events()).isPositive();
          }
        }
        assertThat(one.view().encode(fold.state())).isEqualTo(expected);
      }
    });
  }

  @Test
  void eventsThatAreNotReadIntoNeedNoData() {
    forSeeds(seed -> {
      Case one = Case.of(new Random(seed));
      List<CustomerEvent> bare = RandomCases.withDataOnlyWhereRead(one.log(), one.view());
      assertThat(one.view().encode(one.folded(bare)))
          .isEqualTo(one.view().encode(one.folded(one.log())));
    });
  }

  /** As the service does it: states in bytes, a log beside them, batches that come again. */
  @Test
  void foldingOnByteStatesWithRedeliveriesEqualsOneFold() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      Case one = Case.of(random);
      List<CustomerEvent> log = RandomCases.shuffled(one.log(), random);
      byte[] blob = one.view().encode(one.view().emptyState());
      for (int offset = 0; offset < log.size(); offset++) {
        for (int again = Math.max(0, offset - random.nextInt(4)); again <= offset; again++) {
          blob = foldedOn(one.view(), blob, log.subList(0, offset + 1), again);
        }
        assertThat(blob).isEqualTo(one.view().encode(cold(one.view(), log, offset + 1)));
      }
    });
  }

  private static byte[] foldedOn(
      CompiledView view, byte[] blob, List<CustomerEvent> log, int offset) {
    FeatureState state = decoded(view, blob);
    if (view.mustFoldAnew(state, log.get(offset), 0, offset)) {
      return view.encode(cold(view, log, log.size()));
    }
    if (!view.takesBack(log.get(offset))) {
      view.fold(state, log.get(offset), 0, offset);
    }
    return view.encode(state);
  }

  private static FeatureState cold(CompiledView view, List<CustomerEvent> log, int end) {
    CustomerFold fold = view.newFold();
    for (int offset = 0; offset < end; offset++) {
      fold.add(log.get(offset), 0, offset);
    }
    return fold.state();
  }

  private static FeatureState decoded(CompiledView view, byte[] blob) {
    try {
      return view.decode(blob);
    } catch (CorruptStateException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasServedIsBuiltAgainToTheBit() {
    int[] compared = {0};
    forSeeds(seed -> {
      Random random = new Random(seed);
      Case one = Case.of(random);
      List<CustomerEvent> arriving =
          one.log().stream().sorted(Comparator.comparingLong(CustomerEvent::knownMicros)).toList();
      TreeMap<Long, FeatureVector> served = served(one, arriving, random);
      List<CustomerEvent> sorted = one.log().stream().sorted(CustomerEvent.ORDER).toList();
      List<Long> cutoffs = List.copyOf(served.keySet());
      for (TrainingRow row :
          TrainingRows.of(
              one.view(), EVERYBODY, "C-1", sorted, cutoffs, KnownTime.AS_KNOWN, Long.MAX_VALUE)) {
        assertThat(row.vector()).isEqualTo(served.get(row.cutoffMicros()));
        assertThat(values(row.vector())).isEqualTo(one.truth(row.cutoffMicros()));
        compared[0]++;
      }
    });
    assertThat(compared[0]).isGreaterThan(CASES);
  }

  private static TreeMap<Long, FeatureVector> served(
      Case one, List<CustomerEvent> arriving, RandomGenerator random) {
    TreeMap<Long, FeatureVector> served = new TreeMap<>();
    CompiledView view = one.view();
    byte[] blob = view.encode(view.emptyState());
    for (int next = 0; next < arriving.size(); next++) {
      blob = foldedOn(view, blob, arriving.subList(0, next + 1), next);
      long from = arriving.get(next).knownMicros();
      long to =
          next + 1 < arriving.size()
              ? arriving.get(next + 1).knownMicros()
              : from + 9 * RandomCases.DAY;
      if (from < to && random.nextInt(3) == 0) {
        long at = random.nextLong(from, to);
        served.put(at, served(one, blob, arriving.subList(0, next + 1), at));
      }
    }
    return served;
  }

  /** From the state if it is not ahead of the moment, from the log otherwise. */
  private static FeatureVector served(
      Case one, byte[] blob, List<CustomerEvent> log, long atMicros) {
    FeatureState state = decoded(one.view(), blob);
    if (state.watermarkMicros() <= atMicros) {
      return one.view().evaluate(state, atMicros);
    }
    List<CustomerEvent> seen =
        log.stream().filter(event -> one.view().inForceMicros(event) <= atMicros).toList();
    return one.view().evaluate(one.folded(seen), atMicros);
  }

  @Test
  void theRowBeforeARetractionWasKnownStillCounts() {
    CompiledView view =
        CompiledView.compile(
            FeatureViewDefinition.parse(
                """
                view: v
                entity: customer
                features:
                  - {name: orders, event: order.placed, aggregate: count}
                  - {name: revenue, event: order.placed, aggregate: sum, of: amountMinor}
                  - {name: largest, event: order.placed, aggregate: max, of: amountMinor}
                  - {name: cancelled, event: order.cancelled, aggregate: count}
                retract: {by: [order.cancelled, order.returned]}
                """));
    long day = RandomCases.DAY;
    long start = RandomCases.BASE;
    List<CustomerEvent> log =
        List.of(
            event("1", "order.placed", start, start, "{\"orderId\":\"A\",\"amountMinor\":900}"),
            event("2", "order.placed", start, start, "{\"orderId\":\"B\",\"amountMinor\":500}"),
            event("3", "order.cancelled", start + day, start + 3 * day, "{\"orderId\":\"A\"}"),
            event(
                "4",
                "order.returned",
                start + 4 * day,
                start + 4 * day,
                "{\"orderId\":\"B\",\"amountMinor\":200}"),
            event(
                "5",
                "order.returned",
                start + 5 * day,
                start + 5 * day,
                "{\"orderId\":\"B\",\"amountMinor\":400}"),
            event("6", "order.cancelled", start + 6 * day, start + 6 * day, "{\"orderId\":\"?\"}"));
    List<Long> cutoffs = new ArrayList<>();
    for (int i = 2; i <= 7; i++) {
      cutoffs.add(start + i * day + 1);
    }
    List<TrainingRow> rows =
        TrainingRows.of(view, EVERYBODY, "C-1", log, cutoffs, KnownTime.AS_KNOWN, Long.MAX_VALUE);
    assertThat(rows.stream().map(row -> values(row.vector())))
        .containsExactly(
            row(2, 1400, 900.0, 0),
            row(1, 500, 500.0, 1),
            row(1, 300, 300.0, 1),
            row(0, 0, null, 1),
            row(0, 0, null, 2),
            row(0, 0, null, 2));
  }

  private static List<Object> row(
      double orders, double revenue, @Nullable Double largest, double cancelled) {
    List<Object> row = new ArrayList<>();
    row.add(orders);
    row.add(revenue);
    row.add(largest);
    row.add(cancelled);
    return row;
  }

  private static CustomerEvent event(String id, String type, long time, long known, String data) {
    return SampleView.event(id, type, time, known, data);
  }

  @Test
  void aStateAloneRefusesRetractions() {
    Case one = Case.of(new Random(1));
    CustomerEvent retraction =
        SampleView.event("x", "order.cancelled", 5, 5, "{\"orderId\":\"o1\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.view().fold(one.view().emptyState(), retraction))
        .withMessageContaining("takes others back");
  }
}
