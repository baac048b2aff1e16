package io.churnops.simulator;

import io.churnops.simulator.Dice.Purpose;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Everything that decides a simulated shop. Equal plans give equal bytes.
 *
 * @param seed any number
 * @param customers 1 to 10,000,000
 * @param from first day with behaviour (UTC); part of the customers registered before it
 * @param until the end of time, exclusive: no event happens on or after the start of this day
 * @param drifts lasting changes, in any order
 */
public record ShopPlan(
    long seed, int customers, LocalDate from, LocalDate until, List<Drift> drifts) {

  private static final int MOST_CUSTOMERS = 10_000_000;
  private static final int TAG_LENGTH = 4;

  public ShopPlan {
    if (customers < 1 || customers > MOST_CUSTOMERS) {
      throw new IllegalArgumentException(
          "customers: 1 to " + MOST_CUSTOMERS + ", not " + customers);
    }
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "the shop ends on " + until + " before it opens on " + from);
    }
    drifts = List.copyOf(drifts);
  }

  /** A shop without drift over the twelve months before a day. */
  public static ShopPlan year(long seed, int customers, LocalDate until) {
    return new ShopPlan(seed, customers, until.minusMonths(12), until, List.of());
  }

  /** The same shop in a world that changes. */
  public ShopPlan with(Drift drift) {
    return new ShopPlan(
        seed, customers, from, until, Stream.concat(drifts.stream(), Stream.of(drift)).toList());
  }

  /**
   * The id of the n-th customer, counted from 0. Shops with another seed or calendar share no id.
   */
  public String customerId(int customer) {
    return String.format(Locale.ROOT, "%s-%05d", tag(), customer);
  }

  /** The source attribute of the shop's events. */
  public String source() {
    return "/shops/" + tag();
  }

  /**
   * A short name of the shop. Drifts are left out on purpose: a shop and its drifted twin have one
   * past.
   */
  String tag() {
    long hash =
        Dice.of(seed, Purpose.SHOP, customers, from.toEpochDay(), until.toEpochDay()).nextLong();
    StringBuilder letters = new StringBuilder(TAG_LENGTH);
    for (int i = 0; i < TAG_LENGTH; i++) {
      letters.append((char) ('a' + Math.floorMod(hash >> (8 * i), 26)));
    }
    return letters.toString();
  }
}
