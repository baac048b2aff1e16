package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.churnops.contract.EventTypes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DriftTests {

  private static final LocalDate UNTIL = LocalDate.of(2026, 11, 21);
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
  private static final ShopPlan PLAN = ShopPlan.year(3, 300, UNTIL);
  private static final List<SimulatedEvent> CALM = events(PLAN);

  @Test
  void changesNothingBeforeItsDay() {
    for (Drift drift :
        List.of(
            new Drift.PriceRise(DAY, 0.2),
            new Drift.ChannelShift(DAY, 0.8),
            new Drift.TrackingBreak(DAY, 0.5),
            new Drift.ConceptChange(DAY))) {
      assertThat(before(events(PLAN.with(drift)))).isEqualTo(before(CALM));
    }
  }

  @Test
  void priceRiseMakesGoodsDearerAndOrdersFewer() {
    List<SimulatedEvent> dear = events(PLAN.with(new Drift.PriceRise(DAY, 0.25)));

    assertThat(meanPrice(after(dear)) / meanPrice(after(CALM))).isCloseTo(1.25, within(0.02));
    double fewer = orders(after(dear)) / orders(after(CALM));
    assertThat(fewer).isCloseTo(Math.pow(1.25, -1.5), within(4 / Math.sqrt(orders(after(CALM)))));
    assertThat(unpriced(dear)).isEqualTo(unpriced(CALM));
  }

  @Test
  void channelShiftMovesVisitsToTheAppAndNothingElse() {
    List<SimulatedEvent> shifted = events(PLAN.with(new Drift.ChannelShift(DAY, 0.8)));

    assertThat(appShare(after(CALM))).isCloseTo(0.3, within(0.1));
    assertThat(appShare(after(shifted))).isCloseTo(0.8, within(0.1));
    assertThat(without(shifted, "channel", "device")).isEqualTo(without(CALM, "channel", "device"));
  }

  @Test
  void trackingBreakHidesViewsAndDevicesOfSomeAndNothingElse() {
    List<SimulatedEvent> blind = events(PLAN.with(new Drift.TrackingBreak(DAY, 0.4)));
    Predicate<SimulatedEvent> view = e -> e.type().equals(EventTypes.PRODUCT_VIEWED);

    double seen = count(after(blind), view) / count(after(CALM), view);
    assertThat(seen).isCloseTo(0.6, within(0.12));
    assertThat(blind.stream().filter(view)).isNotEmpty().allMatch(new HashSet<>(CALM)::contains);
    assertThat(without(blind.stream().filter(view.negate()).toList(), "device"))
        .isEqualTo(without(CALM.stream().filter(view.negate()).toList(), "device"));
    assertThat(new Shop(PLAN.with(new Drift.TrackingBreak(DAY, 0.4))).truth(List.of(UNTIL)))
        .isEqualTo(new Shop(PLAN).truth(List.of(UNTIL)));
  }

  @Test
  void conceptChangeLetsEngagementSayNothingAboutOrders() {
    ShopPlan changed = PLAN.with(new Drift.ConceptChange(DAY));

    List<TrueRisk> truth = new Shop(changed).truth(List.of(UNTIL));

    double everyone = truth.getFirst().probability();
    assertThat(truth)
        .allSatisfy(risk -> assertThat(risk.probability()).isCloseTo(everyone, within(1e-12)));
    assertThat(unordered(events(changed))).isEqualTo(unordered(CALM));
  }

  @Test
  void readsWhatItsNameSays() {
    assertThat(Drift.parse("price-rise=0.25@2026-06-01")).isEqualTo(new Drift.PriceRise(DAY, 0.25));
    assertThat(Drift.parse("channel-shift@2026-06-01")).isEqualTo(new Drift.ChannelShift(DAY, 0.8));
    assertThat(Drift.parse("tracking-break@2026-06-01"))
        .isEqualTo(new Drift.TrackingBreak(DAY, 0.5));
    assertThat(Drift.parse("concept-change@2026-06-01")).isEqualTo(new Drift.ConceptChange(DAY));
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    for (String text :
        List.of(
            "price-rise",
            "flood@2026-06-01",
            "price-rise=x@2026-06-01",
            "price-rise@soon",
            "tracking-break=1.5@2026-06-01")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Drift.parse(text));
    }
  }

  @Test
  void quotesADriftWithItsStrengthInTheWrongPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Drift.parse("price-rise@2026-06-01=0.3"))
        .withMessageContaining("price-rise@2026-06-01=0.3");
  }

  private static List<SimulatedEvent> events(ShopPlan plan) {
    List<SimulatedEvent> events = new ArrayList<>();
    new Shop(plan).events().forEachRemaining(events::add);
    return events;
  }

  private static List<SimulatedEvent> before(List<SimulatedEvent> events) {
    return events.stream().filter(e -> e.time().isBefore(start())).toList();
  }

  private static List<SimulatedEvent> after(List<SimulatedEvent> events) {
    return events.stream().filter(e -> !e.time().isBefore(start())).toList();
  }

  private static Instant start() {
    return DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static double count(List<SimulatedEvent> events, Predicate<SimulatedEvent> wanted) {
    return events.stream().filter(wanted).count();
  }

  private static double orders(List<SimulatedEvent> events) {
    return count(events, e -> e.type().equals(EventTypes.ORDER_PLACED));
  }

  private static double meanPrice(List<SimulatedEvent> events) {
    return events.stream()
        .filter(e -> e.type().equals(EventTypes.PRODUCT_VIEWED) && isBrowsing(e))
        .mapToLong(e -> e.data().get("priceMinor").asLong())
        .average()
        .orElseThrow();
  }

  private static double appShare(List<SimulatedEvent> events) {
    Predicate<SimulatedEvent> session = e -> e.type().equals(EventTypes.SESSION_STARTED);
    return count(events, session.and(e -> e.data().get("channel").asString().equals("app")))
        / count(events, session);
  }

  /** Part of a visit that only looks around; other visits come with an order. */
  private static boolean isBrowsing(SimulatedEvent event) {
    return event.id().matches(".*-\\d+v\\d+(-.*)?");
  }

  private static boolean followsFromAnOrder(SimulatedEvent event) {
    return event.id().matches(".*-\\d+o\\d+(-.*)?");
  }

  /** Whatever no price and no order touches. */
  private static List<SimulatedEvent> unpriced(List<SimulatedEvent> events) {
    return without(unordered(events), "priceMinor");
  }

  private static List<SimulatedEvent> unordered(List<SimulatedEvent> events) {
    return events.stream().filter(e -> !followsFromAnOrder(e)).toList();
  }

  private static List<SimulatedEvent> without(List<SimulatedEvent> events, String... fields) {
    return events.stream()
        .map(e -> {
          ObjectNode data = e.data().deepCopy();
          data.remove(List.of(fields));
          return new SimulatedEvent(
              e.id(), e.source(), e.type(), e.subject(), e.time(), e.known(), data);
        })
        .toList();
  }
}
