package io.churnops.simulator;

import io.churnops.contract.EventTypes;
import io.churnops.simulator.Catalogue.Product;
import io.churnops.simulator.Dice.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the days of one customer as events. It reads the churn process and never writes to it: what
 * is told, or hidden by a tracking break, changes nothing about who comes back.
 */
final class CustomerStory {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CURRENCY = "EUR";
  private static final double MILLIS_A_DAY = 86_400_000.0;

  /** Visits by hour of the day; none so late that its order would fall into the next day. */
  private static final double[] HOURS = {
    0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 2, 3, 3.5, 4, 4.5, 5, 4.5, 4, 4, 4.5, 5, 6, 7.5, 8, 6.5, 3.5
  };

  private static final int CAMPAIGN_WEEKDAY = 1;
  private static final double CAMPAIGN_REACH = 0.9;
  private static final double CLICKS_PER_OPENED = 0.25;
  private static final double COMPLAINTS_AMONG_COOLING = 0.85;
  private static final double TICKETS_A_DAY = 1 / 400.0;
  private static final double UPDATES_A_DAY = 1 / 700.0;

  private static final List<String> ROUTINE =
      List.of("product_question", "account", "delivery_date");
  private static final List<String> GRIEVANCES =
      List.of("late_delivery", "damaged_item", "wrong_item", "billing");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "AT", "NL", "IT", "ES", "PL");

  private final ShopPlan plan;
  private final Market market;
  private final Catalogue catalogue;
  private final CustomerCourse course;
  private final Traits traits;
  private final String customerId;
  private boolean newsletters;
  private Optional<PlacedOrder> lastOrder = Optional.empty();

  CustomerStory(ShopPlan plan, Market market, Catalogue catalogue, CustomerCourse course) {
    this.plan = plan;
    this.market = market;
    this.catalogue = catalogue;
    this.course = course;
    this.traits = course.traits();
    this.newsletters = traits.marketingConsent();
    this.customerId = plan.customerId(course.customer());
  }

  private record PlacedOrder(String id, long day, long amountMinor) {}

  /** A visit and the instant its next event may happen. */
  private static final class Visit {
    private final String id;
    private final String channel;
    private final boolean tracked;
    private Instant clock;

    private Visit(String id, String channel, boolean tracked, Instant clock) {
      this.id = id;
      this.channel = channel;
      this.tracked = tracked;
      this.clock = clock;
    }

    private Instant after(long seconds) {
      clock = clock.plusSeconds(seconds);
      return clock;
    }
  }

  /** The registration, which may lie before the first day with behaviour. */
  void register(Consumer<SimulatedEvent> out) {
    Dice dice = dice(Purpose.PROFILE, traits.registeredDay());
    ObjectNode data = JSON.objectNode();
    data.put("country", traits.country());
    data.put("channel", traits.acquisition());
    data.put("segment", traits.segment().label());
    data.put("loyalty", loyalty(course.state()));
    data.put("marketingConsent", traits.marketingConsent());
    Instant time = midnight(traits.registeredDay()).plusMillis((long) (dice.uniform() * 60_000));
    tell(out, customerId + "-r", EventTypes.CUSTOMER_REGISTERED, time, 5, data);
  }

  /** Lives the customer's next day and tells it. */
  void tellNextDay(Consumer<SimulatedEvent> out) {
    CustomerCourse.Day day = course.live();
    for (int i = 0; i < day.visits(); i++) {
      lookAround(day, i, out);
    }
    for (int i = 0; i < day.orders(); i++) {
      order(day.epochDay(), i, out);
    }
    campaign(day, out);
    programme(day, out);
    care(day, out);
    profile(day.epochDay(), out);
  }

  private void lookAround(CustomerCourse.Day lived, int number, Consumer<SimulatedEvent> out) {
    long day = lived.epochDay();
    Dice dice = dice(Purpose.VISIT, day, number);
    Visit visit = arrive(day, "v" + number, dice, out);
    int views = dice.poisson(lived.state().curiosity);
    for (int i = 0; i < views; i++) {
      Product product = catalogue.pick(traits, dice);
      view(visit, day, i, product, visit.after(dice.between(5, 180)), out);
      if (dice.chance(0.08)) {
        addToCart(visit, day, i, product, visit.after(dice.between(2, 60)), out);
      }
    }
  }

  private Visit arrive(long day, String key, Dice dice, Consumer<SimulatedEvent> out) {
    String id = customerId + "-" + day + key;
    boolean app = dice.uniform() * 0.5 + traits.reluctance() * 0.5 < appThreshold(day);
    int hour = dice.weighted(HOURS);
    Instant time = midnight(day).plusMillis((long) ((hour + dice.uniform()) * MILLIS_A_DAY / 24));
    Visit visit = new Visit(id, app ? "app" : "web", market.tracks(traits, day), time);
    ObjectNode data = JSON.objectNode();
    data.put("sessionId", id);
    data.put("channel", visit.channel);
    boolean phone = dice.chance(0.4);
    if (visit.tracked) {
      data.put("device", app || phone ? "phone" : "desktop");
    }
    tell(out, id, EventTypes.SESSION_STARTED, time, 3, data);
    return visit;
  }

  /** The point below which the mean of two uniforms falls as often as the app is used. */
  private double appThreshold(long day) {
    double share = market.appShare(day);
    return share <= 0.5 ? StrictMath.sqrt(share / 2) : 1 - StrictMath.sqrt((1 - share) / 2);
  }

  private void view(
      Visit visit,
      long day,
      int number,
      Product product,
      Instant at,
      Consumer<SimulatedEvent> out) {
    if (visit.tracked) {
      ObjectNode data = productData(visit, day, product);
      tell(out, visit.id + "-p" + number, EventTypes.PRODUCT_VIEWED, at, 3, data);
    }
  }

  private void addToCart(
      Visit visit,
      long day,
      int number,
      Product product,
      Instant at,
      Consumer<SimulatedEvent> out) {
    ObjectNode data = productData(visit, day, product);
    data.put("quantity", 1);
    tell(out, visit.id + "-c" + number, EventTypes.CART_ITEM_ADDED, at, 3, data);
  }

  private ObjectNode productData(Visit visit, long day, Product product) {
    ObjectNode data = JSON.objectNode();
    data.put("productId", product.id());
    data.put("category", product.category());
    data.put("priceMinor", priceOf(product, day));
    data.put("currency", CURRENCY);
    data.put("sessionId", visit.id);
    return data;
  }

  private void order(long day, int number, Consumer<SimulatedEvent> out) {
    Dice dice = dice(Purpose.ORDER, day, number);
    Visit visit = arrive(day, "o" + number, dice, out);
    ObjectNode data = JSON.objectNode();
    String orderId = visit.id + "-order";
    data.put("orderId", orderId);
    var items = JSON.arrayNode();
    long total = 0;
    int lines = 1 + Math.min(4, dice.poisson(0.8));
    for (int i = 0; i < lines; i++) {
      Product product = catalogue.pick(traits, dice);
      view(visit, day, i, product, visit.after(dice.between(5, 120)), out);
      addToCart(visit, day, i, product, visit.after(dice.between(2, 60)), out);
      int quantity = dice.chance(0.12) ? 2 : 1;
      long amount = quantity * priceOf(product, day);
      total += amount;
      ObjectNode item = items.addObject();
      item.put("productId", product.id());
      item.put("category", product.category());
      item.put("quantity", quantity);
      item.put("amountMinor", amount);
    }
    long discount = total * dice.weighted(0.75, 0.17, 0.08) / 10;
    data.put("amountMinor", total - discount);
    data.put("currency", CURRENCY);
    data.put("discountMinor", discount);
    data.put("channel", visit.channel);
    data.set("items", items);
    if (dice.chance(0.02)) {
      paymentFails(visit, orderId, total - discount, dice, out);
    }
    Instant placed = visit.after(dice.between(20, 240));
    tell(out, visit.id + "-o", EventTypes.ORDER_PLACED, placed, 10, data);
    lastOrder = Optional.of(new PlacedOrder(orderId, day, total - discount));
    afterwards(placed, visit.id, dice, out);
  }

  private void paymentFails(
      Visit visit, String orderId, long amountMinor, Dice dice, Consumer<SimulatedEvent> out) {
    ObjectNode data = JSON.objectNode();
    data.put("orderId", orderId);
    data.put("amountMinor", amountMinor);
    data.put("currency", CURRENCY);
    data.put("reason", dice.oneOf(List.of("card_declined", "timeout", "insufficient_funds")));
    Instant at = visit.after(dice.between(20, 120));
    tell(out, visit.id + "-f", EventTypes.PAYMENT_FAILED, at, 10, data);
  }

  /** A few orders are cancelled within hours, some sent back within weeks. */
  private void afterwards(Instant placed, String key, Dice dice, Consumer<SimulatedEvent> out) {
    double fate = dice.uniform();
    if (fate < 0.02) {
      Instant at = placed.plusSeconds(dice.between(600, 8 * 3_600));
      giveBack(EventTypes.ORDER_CANCELLED, key + "-x", at, "changed_mind", out);
    } else if (fate < 0.07) {
      Instant at =
          placed.plus(Duration.ofDays(dice.between(5, 18))).plusSeconds(dice.between(0, 9_000));
      giveBack(EventTypes.ORDER_RETURNED, key + "-b", at, "does_not_fit", out);
    }
  }

  /** Cancels or sends back the last order, once. */
  private void giveBack(
      String type, String id, Instant at, String reason, Consumer<SimulatedEvent> out) {
    lastOrder.ifPresent(order -> {
      ObjectNode data = JSON.objectNode();
      data.put("orderId", order.id());
      data.put("amountMinor", order.amountMinor());
      data.put("currency", CURRENCY);
      data.put("reason", reason);
      tell(out, id, type, at, type.equals(EventTypes.ORDER_RETURNED) ? 36_000 : 10, data);
      lastOrder = Optional.empty();
    });
  }

  private void campaign(CustomerCourse.Day day, Consumer<SimulatedEvent> out) {
    if (Calendar.weekday(day.epochDay()) != CAMPAIGN_WEEKDAY || !newsletters) {
      return;
    }
    Dice dice = dice(Purpose.CAMPAIGN, day.epochDay());
    if (!dice.chance(CAMPAIGN_REACH)) {
      return;
    }
    String id = customerId + "-" + day.epochDay() + "m";
    Instant sent = midnight(day.epochDay()).plusSeconds(dice.between(8 * 3_600, 10 * 3_600));
    ObjectNode data = JSON.objectNode().put("campaignId", "newsletter-" + day.epochDay());
    tell(out, id, EventTypes.EMAIL_SENT, sent, 30, data);
    Instant opened = sent.plusSeconds(60 + (long) (86_400 * StrictMath.pow(dice.uniform(), 3)));
    if (dice.chance(day.state().openRate)) {
      tell(out, id + "o", EventTypes.EMAIL_OPENED, opened, 60, data);
      if (dice.chance(CLICKS_PER_OPENED)) {
        Instant clicked = opened.plusSeconds(dice.between(3, 90));
        tell(out, id + "c", EventTypes.EMAIL_CLICKED, clicked, 60, data);
      }
    }
  }

  /** Loyal customers are in the shop's loyalty programme, until they turn ordinary again. */
  private void programme(CustomerCourse.Day day, Consumer<SimulatedEvent> out) {
    boolean joins = day.before() != Engagement.LOYAL && day.state() == Engagement.LOYAL;
    boolean leaves = day.before() == Engagement.LOYAL && day.state() == Engagement.ACTIVE;
    if (joins || leaves) {
      ObjectNode data = JSON.objectNode().put("loyalty", loyalty(day.state()));
      Instant at = midnight(day.epochDay()).plusSeconds(6 * 3_600);
      tell(out, customerId + "-" + day.epochDay() + "y", EventTypes.CUSTOMER_UPDATED, at, 5, data);
    }
  }

  private static String loyalty(Engagement state) {
    return state == Engagement.LOYAL ? "member" : "none";
  }

  /** Who begins to cool says so: with a grievance or, more rarely, by unsubscribing. */
  private void care(CustomerCourse.Day day, Consumer<SimulatedEvent> out) {
    Dice dice = dice(Purpose.CARE, day.epochDay());
    boolean routine = dice.chance(TICKETS_A_DAY) && day.state() != Engagement.GONE;
    boolean cools = day.state() == Engagement.COOLING && day.state().worseThan(day.before());
    boolean complains = dice.chance(COMPLAINTS_AMONG_COOLING);
    if (cools && (complains || !newsletters)) {
      ticket(day.epochDay(), dice.oneOf(GRIEVANCES), dice.between(1, 3), dice, out);
    } else if (cools) {
      unsubscribe(day.epochDay(), dice, out);
    } else if (routine) {
      ticket(day.epochDay(), dice.oneOf(ROUTINE), dice.between(3, 5), dice, out);
    }
  }

  private void unsubscribe(long day, Dice dice, Consumer<SimulatedEvent> out) {
    Instant at = midnight(day).plusSeconds(dice.between(9 * 3_600, 20 * 3_600));
    ObjectNode data = JSON.objectNode().put("marketingConsent", false);
    tell(out, customerId + "-" + day + "w", EventTypes.CUSTOMER_UPDATED, at, 5, data);
    newsletters = false;
  }

  private void ticket(
      long day, String topic, int satisfaction, Dice dice, Consumer<SimulatedEvent> out) {
    String id = customerId + "-" + day + "t";
    Instant opened = midnight(day).plusSeconds(dice.between(8 * 3_600, 20 * 3_600));
    ObjectNode data = JSON.objectNode();
    data.put("ticketId", id);
    data.put("topic", topic);
    data.put("text", TicketTexts.about(topic, dice));
    data.put("channel", dice.chance(0.6) ? "email" : "chat");
    tell(out, id, EventTypes.TICKET_OPENED, opened, 10, data);
    ObjectNode outcome = JSON.objectNode();
    outcome.put("ticketId", id);
    outcome.put("topic", topic);
    outcome.put("satisfaction", satisfaction);
    Instant resolved = opened.plusSeconds(dice.between(6 * 3_600, 5 * 86_400));
    tell(out, id + "r", EventTypes.TICKET_RESOLVED, resolved, 10, outcome);
  }

  private void profile(long day, Consumer<SimulatedEvent> out) {
    Dice dice = dice(Purpose.PROFILE, day);
    if (day > traits.registeredDay() && dice.chance(UPDATES_A_DAY)) {
      ObjectNode data = JSON.objectNode();
      if (dice.chance(0.2)) {
        data.put("country", dice.oneOf(COUNTRIES));
      } else {
        data.put("language", dice.oneOf(List.of("de", "en", "fr")));
      }
      Instant at = midnight(day).plusSeconds(dice.between(8 * 3_600, 22 * 3_600));
      tell(out, customerId + "-" + day + "u", EventTypes.CUSTOMER_UPDATED, at, 5, data);
    }
  }

  private long priceOf(Product product, long day) {
    return Math.round(product.priceMinor() * market.price(day));
  }

  private void tell(
      Consumer<SimulatedEvent> out,
      String id,
      String type,
      Instant time,
      int slowestSeconds,
      ObjectNode data) {
    Dice dice = dice(Purpose.DELAY, id.substring(customerId.length()).hashCode());
    long delay = (long) (slowestSeconds * 1_000L * dice.uniform());
    out.accept(
        new SimulatedEvent(
            id, plan.source(), type, customerId, time, time.plusMillis(delay), data));
  }

  private Dice dice(Purpose purpose, long... path) {
    long[] full = new long[path.length + 1];
    full[0] = course.customer();
    System.arraycopy(path, 0, full, 1, path.length);
    return Dice.of(plan.seed(), purpose, full);
  }

  private static Instant midnight(long epochDay) {
    return Instant.ofEpochSecond(epochDay * 86_400);
  }
}
