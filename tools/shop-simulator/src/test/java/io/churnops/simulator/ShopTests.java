package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.churnops.contract.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopTests {

  private static final LocalDate UNTIL = LocalDate.of(2026, 11, 21);
  private static final ShopPlan SMALL = ShopPlan.year(42, 60, UNTIL);
  private static final String GOLDEN =
      "b97afb5344716806493bebab9a538c9e189c2e82c146493b4029c7f714599c4f";

  @Test
  void givesTheSameBytesForTheSameSeedOnAnyMachine() {
    assertThat(sha256(SMALL)).isEqualTo(GOLDEN);
  }

  @Test
  void givesOtherBytesForAnotherSeed() {
    assertThat(sha256(ShopPlan.year(43, 60, UNTIL))).isNotEqualTo(GOLDEN);
  }

  @Test
  void keepsToTheSchemaOfEveryType() {
    Map<String, Schema> schemas = new HashMap<>();
    for (SimulatedEvent event : events(SMALL)) {
      Schema schema = schemas.computeIfAbsent(event.type(), ShopTests::schema);

      assertThat(schema.validate(event.data().toString(), InputFormat.JSON))
          .as("%s %s", event.id(), event.data())
          .isEmpty();
    }
    assertThat(schemas.keySet())
        .containsExactlyInAnyOrder(
            EventTypes.CUSTOMER_REGISTERED,
            EventTypes.CUSTOMER_UPDATED,
            EventTypes.SESSION_STARTED,
            EventTypes.PRODUCT_VIEWED,
            EventTypes.CART_ITEM_ADDED,
            EventTypes.ORDER_PLACED,
            EventTypes.ORDER_CANCELLED,
            EventTypes.ORDER_RETURNED,
            EventTypes.PAYMENT_FAILED,
            EventTypes.EMAIL_SENT,
            EventTypes.EMAIL_OPENED,
            EventTypes.EMAIL_CLICKED,
            EventTypes.TICKET_OPENED,
            EventTypes.TICKET_RESOLVED);
  }

  @Test
  void tellsEventsAsTheyBecomeKnownAndNoneAfterTheEnd() {
    Instant end = UNTIL.atStartOfDay(ZoneOffset.UTC).toInstant();
    List<SimulatedEvent> events = events(SMALL);

    assertThat(events).isSortedAccordingTo(SimulatedEvent.AS_KNOWN);
    assertThat(events).allMatch(event -> event.known().isBefore(end));
    assertThat(events).allMatch(event -> !event.known().isBefore(event.time()));
  }

  @Test
  void givesEveryEventItsOwnId() {
    assertThat(events(SMALL)).extracting(SimulatedEvent::id).doesNotHaveDuplicates();
  }

  @Test
  void registersEveryCustomerBeforeTellingAnythingElseOfThem() {
    Map<String, Instant> registered = new HashMap<>();
    for (SimulatedEvent event : events(SMALL)) {
      if (event.type().equals(EventTypes.CUSTOMER_REGISTERED)) {
        registered.put(event.subject(), event.time());
      }
    }
    assertThat(registered).hasSize(60);
    assertThat(events(SMALL))
        .allSatisfy(
            event -> assertThat(event.time()).isAfterOrEqualTo(registered.get(event.subject())));
  }

  @Test
  void keepsACustomersEventsIndependentOfTheNumberOfCustomers() {
    Shop few = new Shop(new ShopPlan(42, 20, UNTIL.minusMonths(12), UNTIL, List.of()));
    List<Instant> ofFew = new ArrayList<>();
    few.events()
        .forEachRemaining(event -> {
          if (event.subject().endsWith("-00007")) {
            ofFew.add(event.time());
          }
        });

    assertThat(events(SMALL))
        .filteredOn(event -> event.subject().endsWith("-00007"))
        .extracting(SimulatedEvent::time)
        .containsExactlyElementsOf(ofFew);
  }

  @Test
  void agreesWithItsOwnEventsAboutWhoChurned() {
    LocalDate cutoff = UNTIL.minusDays(40);
    Map<String, List<LocalDate>> orders = new HashMap<>();
    for (SimulatedEvent event : events(SMALL)) {
      if (event.type().equals(EventTypes.ORDER_PLACED)) {
        orders
            .computeIfAbsent(event.subject(), customer -> new ArrayList<>())
            .add(LocalDate.ofInstant(event.time(), ZoneOffset.UTC));
      }
    }

    assertThat(new Shop(SMALL).truth(List.of(cutoff)))
        .isNotEmpty()
        .allSatisfy(risk -> {
          List<LocalDate> days = orders.getOrDefault(risk.customerId(), List.of());
          assertThat(risk.churned()).isEqualTo(days.stream().noneMatch(d -> within30(cutoff, d)));
          assertThat(risk.eligible())
              .isEqualTo(
                  days.stream()
                      .anyMatch(d -> d.isBefore(cutoff) && !d.isBefore(cutoff.minusDays(90))));
        });
  }

  @Test
  void sellsMoreOnSundaysThanOnTuesdays() {
    Map<DayOfWeek, Integer> visits = new HashMap<>();
    for (SimulatedEvent event : events(ShopPlan.year(5, 400, UNTIL))) {
      if (event.type().equals(EventTypes.SESSION_STARTED)) {
        visits.merge(
            LocalDate.ofInstant(event.time(), ZoneOffset.UTC).getDayOfWeek(), 1, Integer::sum);
      }
    }
    double sundays = visits.getOrDefault(DayOfWeek.SUNDAY, 0);
    double tuesdays = visits.getOrDefault(DayOfWeek.TUESDAY, 0);

    assertThat(sundays / tuesdays)
        .isCloseTo(1.17 / 0.95, within(ratioTolerance(sundays, tuesdays)));
  }

  @Test
  void sellsMoreInDecemberThanInJune() {
    double december = visitsOf(LocalDate.of(2025, 12, 1));
    double june = visitsOf(LocalDate.of(2026, 6, 1));

    assertThat(december / june).isCloseTo(1.2 / 0.8, within(0.03 + ratioTolerance(december, june)));
  }

  @Test
  void refusesAPlanThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShopPlan(1, 10, UNTIL, UNTIL, List.of()))
        .withMessageContaining("ends on 2026-11-21");
    assertThatIllegalArgumentException().isThrownBy(() -> ShopPlan.year(1, 0, UNTIL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shop(SMALL).truth(List.of(UNTIL.plusDays(1))));
  }

  private static boolean within30(LocalDate cutoff, LocalDate day) {
    return !day.isBefore(cutoff) && day.isBefore(cutoff.plusDays(30));
  }

  /** Four standard errors of the ratio of two Poisson counts. */
  private static double ratioTolerance(double a, double b) {
    return 4 * a / b * Math.sqrt(1 / a + 1 / b);
  }

  /** Visits in the thirty days from a day on, of a base that registered before it. */
  private static double visitsOf(LocalDate from) {
    ShopPlan plan = new ShopPlan(9, 3_000, from, from.plusDays(30), List.of());
    ChurnProcess process = new ChurnProcess(new Market(List.of()));
    double visits = 0;
    for (int customer = 0; customer < plan.customers(); customer++) {
      Traits traits = Traits.of(plan, customer);
      CustomerCourse course = new CustomerCourse(plan, customer, traits, process);
      while (course.nextDay() < plan.until().toEpochDay()) {
        visits += course.live().visits();
      }
    }
    return visits;
  }

  private static List<SimulatedEvent> events(ShopPlan plan) {
    List<SimulatedEvent> events = new ArrayList<>();
    new Shop(plan).events().forEachRemaining(events::add);
    return events;
  }

  private static String sha256(ShopPlan plan) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (SimulatedEvent event : events(plan)) {
        digest.update((event.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Schema schema(String type) {
    try (InputStream source =
        EventTypes.class.getResourceAsStream(EventTypes.schemaResource(type))) {
      assertThat(source).as("schema of %s", type).isNotNull();
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(source.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
