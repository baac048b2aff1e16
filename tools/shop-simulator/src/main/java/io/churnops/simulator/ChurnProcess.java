package io.churnops.simulator;

/**
 * The process that decides who stops buying: a Markov chain over {@link Engagement}, one step a
 * day, and orders that are Poisson given the state of the day.
 *
 * <p>Because orders and all other events follow from the chain and never feed back into it, the
 * probability of a window without an order is exact: a forward recursion over states and days.
 */
final class ChurnProcess {

  private static final int STATES = Engagement.values().length;

  /** Row: state of yesterday; column: state of today. */
  private static final double[][] DAILY = {
    leaving(0, 0, 1 / 400.0, 1 / 600.0, 0, 0),
    leaving(1, 1 / 800.0, 0, 1 / 270.0, 0, 0),
    leaving(2, 0, 1 / 2_000.0, 0, 1 / 30.0, 0),
    leaving(3, 0, 0, 1 / 100.0, 0, 1 / 30.0),
    leaving(4, 0, 1 / 20_000.0, 0, 0, 0),
  };

  private static final double[] AT_START = {0.2, 0.8, 0, 0, 0};

  /** Mean orders for each visit that only looks around. */
  private static final double ORDERS_PER_VISIT = 0.19;

  /** Orders a day of every customer alike, once engagement has stopped deciding. */
  private static final double ORDERS_REGARDLESS = 0.025;

  private final Market market;

  ChurnProcess(Market market) {
    this.market = market;
  }

  /** The state of a customer's first day. */
  Engagement start(Dice dice) {
    return Engagement.values()[dice.weighted(AT_START)];
  }

  /** The state of the day after one spent in the given state. */
  Engagement next(Engagement yesterday, Dice dice) {
    return Engagement.values()[dice.weighted(DAILY[yesterday.ordinal()])];
  }

  /** Mean number of visits on a day that only look around. */
  double visits(Traits traits, Engagement state, long day) {
    return traits.visitsPerDay() * state.pull * Calendar.demand(day);
  }

  /** Mean number of orders on a day. */
  double orders(Traits traits, Engagement state, long day) {
    double personal =
        market.engagementDecides(day)
            ? traits.visitsPerDay() * ORDERS_PER_VISIT * state.pull
            : ORDERS_REGARDLESS;
    return personal * Calendar.demand(day) * market.demand(day);
  }

  /**
   * The probability that the customer orders nothing in [from, from + days), given the state of the
   * day before.
   */
  double silence(Traits traits, Engagement yesterday, long from, int days) {
    double[] silent = new double[STATES];
    silent[yesterday.ordinal()] = 1;
    for (long day = from; day < from + days; day++) {
      silent = silentDay(silent, traits, day);
    }
    double sum = 0;
    for (double probability : silent) {
      sum += probability;
    }
    return sum;
  }

  /** P(state today, no order up to and including today), from the same of yesterday. */
  private double[] silentDay(double[] yesterday, Traits traits, long day) {
    double[] today = new double[STATES];
    for (Engagement state : Engagement.values()) {
      int to = state.ordinal();
      for (int from = 0; from < STATES; from++) {
        today[to] += yesterday[from] * DAILY[from][to];
      }
      today[to] *= StrictMath.exp(-orders(traits, state, day));
    }
    return today;
  }

  /** A row of the transition matrix: the probabilities of leaving are given, the rest stays. */
  private static double[] leaving(int self, double... row) {
    double stays = 1;
    for (double probability : row) {
      stays -= probability;
    }
    row[self] = stays;
    return row;
  }
}
