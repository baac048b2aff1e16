package io.churnops.simulator;

import io.churnops.simulator.Dice.Purpose;
import java.util.List;
import java.util.Locale;

/**
 * What is particular to one customer and never changes: when they came, how often they come back,
 * how much they spend.
 *
 * @param registeredDay day of registration, in days since the epoch
 * @param visitsPerDay mean visits a day while ACTIVE
 * @param spend price level of what they choose; 1 is the shop's middle
 * @param reluctance in [0, 1): who of the customers follows a channel shift, a low value first
 * @param visibility in [0, 1): who of the customers a tracking break hits, a low value first
 */
record Traits(
    long registeredDay,
    double visitsPerDay,
    double spend,
    double reluctance,
    double visibility,
    String country,
    String acquisition,
    boolean marketingConsent,
    Segment segment) {

  /** Part of the base that had registered before the first day of the simulation. */
  private static final double BEFORE_WINDOW = 0.6;

  private static final int YEAR = 365;

  private static final List<String> COUNTRIES = List.of("DE", "FR", "AT", "NL", "IT", "ES", "PL");
  private static final double[] COUNTRY_WEIGHTS = {0.42, 0.17, 0.11, 0.1, 0.08, 0.07, 0.05};
  private static final List<String> ACQUISITION =
      List.of("organic", "paid_search", "social", "affiliate", "referral");
  private static final double[] ACQUISITION_WEIGHTS = {0.35, 0.27, 0.18, 0.08, 0.12};

  /**
   * What the shop knows about how much a customer needs it; says most about how often they come.
   */
  enum Segment {
    OCCASIONAL(0.05),
    REGULAR(0.19),
    ENTHUSIAST(0.42);

    final double visitsPerDay;

    Segment(double visitsPerDay) {
      this.visitsPerDay = visitsPerDay;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Traits of(ShopPlan plan, int customer) {
    Dice dice = Dice.of(plan.seed(), Purpose.TRAITS, customer);
    Segment segment = Segment.values()[dice.weighted(0.35, 0.45, 0.20)];
    return new Traits(
        registration(plan, dice),
        segment.visitsPerDay * dice.logNormal(1, 0.05),
        dice.logNormal(1, 0.35),
        dice.uniform(),
        dice.uniform(),
        COUNTRIES.get(dice.weighted(COUNTRY_WEIGHTS)),
        ACQUISITION.get(dice.weighted(ACQUISITION_WEIGHTS)),
        dice.chance(0.92),
        segment);
  }

  private static long registration(ShopPlan plan, Dice dice) {
    long from = plan.from().toEpochDay();
    boolean before = dice.chance(BEFORE_WINDOW);
    double when = dice.uniform();
    return before
        ? from - 1 - (long) (when * YEAR)
        : from + (long) (when * (plan.until().toEpochDay() - from));
  }
}
