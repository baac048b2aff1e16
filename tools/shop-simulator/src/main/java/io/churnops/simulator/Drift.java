package io.churnops.simulator;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A lasting change of the simulated world, from the start of a day (UTC) on. */
public sealed interface Drift {

  /** The first day that is different. */
  LocalDate from();

  /**
   * Prices rise by a share (0.25 is a quarter), and demand falls with a constant elasticity of
   * −1.5.
   */
  record PriceRise(LocalDate from, double share) implements Drift {
    public PriceRise {
      if (!(share > 0 && share <= 10)) {
        throw new IllegalArgumentException("price rise of " + share + ": must be in (0, 10]");
      }
    }
  }

  /**
   * Customers move from the web shop to the app: its share of the visits rises to the given one.
   */
  record ChannelShift(LocalDate from, double appShare) implements Drift {
    public ChannelShift {
      requireShare("app share", appShare);
    }
  }

  /**
   * Tracking stops working for a share of the customers: no more product views, and sessions
   * without a device. What they do does not change.
   */
  record TrackingBreak(LocalDate from, double share) implements Drift {
    public TrackingBreak {
      requireShare("share of customers", share);
    }
  }

  /**
   * Engagement no longer decides who buys: every customer orders at the same rate. Visits, e-mails
   * and tickets stay what they were.
   */
  record ConceptChange(LocalDate from) implements Drift {}

  /**
   * Reads {@code kind@day} or {@code kind=strength@day}, for example {@code
   * price-rise=0.25@2026-09-01}. Kinds: price-rise (default 0.2), channel-shift (0.8),
   * tracking-break (0.5), concept-change (no strength).
   *
   * @throws IllegalArgumentException with what is wrong and what is understood
   */
  static Drift parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException(
          "drift '" + text + "': needs a day, as in kind@2026-09-01");
    }
    int equals = text.substring(0, at).indexOf('=');
    String kind = text.substring(0, equals < 0 ? at : equals);
    try {
      Optional<Double> strength =
          equals < 0
              ? Optional.empty()
              : Optional.of(Double.valueOf(text.substring(equals + 1, at)));
      return of(kind, strength, LocalDate.parse(text.substring(at + 1)));
    } catch (NumberFormatException | DateTimeParseException malformed) {
      throw new IllegalArgumentException(
          "drift '" + text + "': " + malformed.getMessage(), malformed);
    }
  }

  private static Drift of(String kind, Optional<Double> strength, LocalDate from) {
    return switch (kind) {
      case "price-rise" -> new PriceRise(from, strength.orElse(0.2));
      case "channel-shift" -> new ChannelShift(from, strength.orElse(0.8));
      case "tracking-break" -> new TrackingBreak(from, strength.orElse(0.5));
      case "concept-change" -> new ConceptChange(from);
      default ->
          throw new IllegalArgumentException(
              "unknown drift '"
                  + kind
                  + "': price-rise, channel-shift, tracking-break or concept-change");
    };
  }

  private static void requireShare(String what, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(what + " of " + share + ": must be in (0, 1]");
    }
  }
}
