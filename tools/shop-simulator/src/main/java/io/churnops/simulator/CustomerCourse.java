package io.churnops.simulator;

import io.churnops.simulator.Dice.Purpose;

/**
 * One customer's way through the churn process, day by day: the hidden state and how many visits
 * and orders come of it. What those look like is {@link CustomerStory}'s business.
 */
final class CustomerCourse {

  private static final double ORDERS_AT_ONCE = 0.3;

  private final long seed;
  private final int customer;
  private final Traits traits;
  private final ChurnProcess process;
  private final long firstDay;
  private long day;
  private Engagement state;

  CustomerCourse(ShopPlan plan, int customer, Traits traits, ChurnProcess process) {
    this.seed = plan.seed();
    this.customer = customer;
    this.traits = traits;
    this.process = process;
    this.firstDay = Math.max(plan.from().toEpochDay(), traits.registeredDay());
    this.day = firstDay;
    this.state = process.start(dice(Purpose.CHAIN, firstDay));
  }

  /**
   * One day of a customer.
   *
   * @param before the state of the day before
   * @param visits visits that only look around; every order brings its own visit besides
   */
  record Day(long epochDay, Engagement before, Engagement state, int visits, int orders) {}

  Traits traits() {
    return traits;
  }

  int customer() {
    return customer;
  }

  /** The first day with behaviour. */
  long firstDay() {
    return firstDay;
  }

  /** The day that {@link #live} lives next. */
  long nextDay() {
    return day;
  }

  /** The state of the last day lived, or the one to begin with. */
  Engagement state() {
    return state;
  }

  /** Lives the next day. */
  Day live() {
    Engagement before = state;
    if (day > firstDay) {
      state = process.next(before, dice(Purpose.CHAIN, day));
    }
    Dice orderDice = dice(Purpose.ORDERS, day);
    int orders = orderDice.poisson(process.orders(traits, state, day));
    if (day == traits.registeredDay() && orderDice.chance(ORDERS_AT_ONCE)) {
      orders++;
    }
    int visits = dice(Purpose.VISITS, day).poisson(process.visits(traits, state, day));
    return new Day(day++, before, state, visits, orders);
  }

  private Dice dice(Purpose purpose, long when) {
    return Dice.of(seed, purpose, customer, when);
  }
}
