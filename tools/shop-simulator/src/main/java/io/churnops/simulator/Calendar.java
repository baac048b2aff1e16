package io.churnops.simulator;

/** How demand moves with the day of the week and of the year; about 1 on average. */
final class Calendar {

  /** Monday first; the seven average 1. */
  private static final double[] WEEKDAY = {1.02, 0.95, 0.95, 0.98, 0.95, 0.98, 1.17};

  private static final double YEARLY_SWING = 0.20;
  private static final double DAYS_A_YEAR = 365.25;

  /** 2025-12-01, the top of the year. */
  private static final long PEAK = 20_423;

  private Calendar() {}

  static double demand(long epochDay) {
    return WEEKDAY[weekday(epochDay)] * yearly(epochDay);
  }

  /** 0 is Monday. */
  static int weekday(long epochDay) {
    return (int) Math.floorMod(epochDay + 3, 7L);
  }

  private static double yearly(long epochDay) {
    return 1 + YEARLY_SWING * StrictMath.cos(2 * StrictMath.PI * (epochDay - PEAK) / DAYS_A_YEAR);
  }
}
