package io.churnops.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.KnownTime;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.features.engine.TrainingRow;
import io.churnops.features.engine.TrainingRows;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.TrainingTable;
import io.churnops.simulator.Auc;
import io.churnops.simulator.Shop;
import io.churnops.simulator.ShopPlan;
import io.churnops.simulator.SimulatedEvent;
import io.churnops.simulator.TrueRisk;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The view of the demo, the default forest and the simulated shop belong together: from events
 * alone the model ranks churners almost as well as the shop's true probabilities do.
 */
class ShopViewTests {

  private static final LocalDate UNTIL = LocalDate.of(2026, 11, 21);
  private static final LocalDate TESTED = UNTIL.minusDays(Shop.HORIZON_DAYS + 1L);
  private static final int WARM_UP_DAYS = 60;
  private static final long MICROS_A_DAY = 86_400_000_000L;

  private final CompiledView view =
      CompiledView.compile(FeatureViewDefinition.parse(ChurnLoop.text("shop-view.yaml")));
  private final LabelDefinition label = LabelDefinition.parse(ChurnLoop.text("shop-label.yaml"));

  @ParameterizedTest
  @ValueSource(longs = {1, 42})
  void letsTheForestRankAlmostAsWellAsTheTruth(long seed) {
    Shop shop = new Shop(ShopPlan.year(seed, 2_000, UNTIL));
    List<TrainingRow> rows = rows(shop);
    Model model = train(rows);
    RankQuality atTest = compare(shop, rows, model, TESTED);
    RankQuality today = compare(shop, rows, model, UNTIL);

    assertThat(atTest.truth()).isBetween(0.80, 0.90);
    assertThat(today.truth()).isBetween(0.80, 0.90);
    assertThat((atTest.gap() + today.gap()) / 2).isLessThan(0.02);
  }

  private record Model(ForestInputs inputs, CompiledForest forest) {

    double score(FeatureVector vector) {
      return forest.score(inputs.encode(row(vector)));
    }
  }

  /** Areas under the curves of the true probabilities and of the model. */
  private record RankQuality(double truth, double model) {

    double gap() {
      return truth - model;
    }
  }

  private List<TrainingRow> rows(Shop shop) {
    List<Long> cutoffs =
        Stream.iterate(TESTED, day -> day.minusDays(8))
            .takeWhile(day -> !day.isBefore(shop.plan().from().plusDays(WARM_UP_DAYS)))
            .map(ShopViewTests::micros)
            .sorted()
            .collect(Collectors.toCollection(ArrayList::new));
    cutoffs.add(micros(UNTIL));
    Map<String, List<CustomerEvent>> events = new TreeMap<>();
    shop.events()
        .forEachRemaining(event ->
            events
                .computeIfAbsent(event.subject(), customer -> new ArrayList<>())
                .add(customerEvent(event)));
    List<TrainingRow> rows = new ArrayList<>();
    events.forEach((customer, log) -> {
      log.sort(CustomerEvent.ORDER);
      rows.addAll(
          TrainingRows.of(view, label, customer, log, cutoffs, KnownTime.AS_KNOWN, micros(UNTIL)));
    });
    return rows;
  }

  /** Trains on what was known one horizon before the tested cutoff. */
  private Model train(List<TrainingRow> rows) {
    List<LabelledRow> past =
        rows.stream()
            .filter(row -> row.cutoffMicros() <= micros(TESTED.minusDays(Shop.HORIZON_DAYS)))
            .map(row -> new LabelledRow(row(row.vector()), row.label().orElseThrow()))
            .toList();
    List<InputColumn> columns =
        view.columns().stream()
            .map(column ->
                new InputColumn(
                    column.name(),
                    column.type() == ColumnType.NUMBER ? InputType.NUMBER : InputType.CATEGORY))
            .toList();
    ForestInputs inputs = ForestInputs.fit(columns, past);
    return new Model(
        inputs,
        new ForestTrainer(2).train(TrainingTable.of(inputs, past), ForestParameters.defaults()));
  }

  private static RankQuality compare(
      Shop shop, List<TrainingRow> rows, Model model, LocalDate day) {
    Map<String, TrueRisk> truth = new HashMap<>();
    shop.truth(List.of(day)).forEach(risk -> truth.put(risk.customerId(), risk));
    List<Auc.Scored> byTruth = new ArrayList<>();
    List<Auc.Scored> byModel = new ArrayList<>();
    for (TrainingRow row : rows) {
      if (row.cutoffMicros() == micros(day)) {
        TrueRisk risk = Objects.requireNonNull(truth.get(row.customerId()));
        assertThat(row.label())
            .satisfiesAnyOf(
                drawn -> assertThat(drawn).contains(risk.churned()),
                immature -> assertThat(immature).isEmpty());
        byTruth.add(new Auc.Scored(risk.probability(), risk.churned()));
        byModel.add(new Auc.Scored(model.score(row.vector()), risk.churned()));
      }
    }
    return new RankQuality(Auc.of(byTruth), Auc.of(byModel));
  }

  private static CustomerEvent customerEvent(SimulatedEvent event) {
    return new CustomerEvent(
        event.source(),
        event.id(),
        event.type(),
        event.subject(),
        event.time().toEpochMilli() * 1_000,
        event.known().toEpochMilli() * 1_000,
        event.data());
  }

  private static FeatureRow row(FeatureVector vector) {
    List<@Nullable Object> values = new ArrayList<>();
    IntStream.range(0, vector.columns().size()).forEach(i -> values.add(value(vector, i)));
    return FeatureRow.of(values);
  }

  private static @Nullable Object value(FeatureVector vector, int column) {
    if (vector.isNull(column)) {
      return null;
    }
    return vector.columns().get(column).type() == ColumnType.NUMBER
        ? (Object) vector.number(column)
        : vector.category(column);
  }

  private static long micros(LocalDate day) {
    return day.toEpochDay() * MICROS_A_DAY;
  }
}
