package io.churnops.features.engine;

import io.churnops.features.engine.Signal.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a feature makes of its events. Over no event, {@code count}, {@code sum} and {@code
 * distinct} are zero, as nothing is known to have happened; all others are NULL.
 */
enum Aggregate {
  /** The number of events. */
  COUNT(Form.PRESENCE, SlotKind.TALLY) {
    @Override
    Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Tally tally ? (double) tally.count() : 0.0;
    }
  },
  SUM(Form.NUMBERS, SlotKind.TOTAL) {
    @Override
    Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Total total ? total.toDouble() / FixedPoint.ONE : 0.0;
    }
  },
  /** The mean of the values, not of the events. */
  AVG(Form.NUMBERS, SlotKind.TOTAL, SlotKind.TALLY) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Total total && partials[1] instanceof Tally tally
          ? total.toDouble() / ((double) FixedPoint.ONE * tally.count())
          : null;
    }
  },
  MIN(Form.NUMBERS, SlotKind.MIN) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Extreme least ? FixedPoint.toDouble(least.millionths()) : null;
    }
  },
  MAX(Form.NUMBERS, SlotKind.MAX) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Extreme most ? FixedPoint.toDouble(most.millionths()) : null;
    }
  },
  /** The mean squared distance from the mean, over the values there are (divided by n). */
  VARIANCE(Form.NUMBERS, SlotKind.TOTAL, SlotKind.TALLY, SlotKind.SQUARES) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Total total
              && partials[1] instanceof Tally tally
              && partials[2] instanceof Squares squares
          ? variance(BigInteger.valueOf(tally.count()), total.exact(), squares.sum())
          : null;
    }
  },
  FIRST(Form.NUMBERS, SlotKind.FIRST) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return picked(partials[0]);
    }
  },
  LAST(Form.NUMBERS, SlotKind.LAST) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return picked(partials[0]);
    }
  },
  /** Days, with their fraction, from the first event to the moment of asking. */
  DAYS_SINCE_FIRST(Form.PRESENCE, SlotKind.FIRST_TIME) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return daysSince(partials[0], atMicros);
    }
  },
  /** Days, with their fraction, from the last event to the moment of asking. */
  DAYS_SINCE_LAST(Form.PRESENCE, SlotKind.LAST_TIME) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return daysSince(partials[0], atMicros);
    }
  },
  /** How many different values; exact below {@link Distinct#MOST}, an estimate from there on. */
  DISTINCT(Form.HASHES, SlotKind.DISTINCT) {
    @Override
    Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Distinct distinct ? distinct.estimate() : 0.0;
    }
  },
  /** The most frequent categories, one column for each rank. */
  TOP(Form.COUNTED, SlotKind.TOP) {
    @Override
    @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros) {
      return partials[0] instanceof Top top ? top.category(rank) : null;
    }
  };

  private final Form form;
  private final List<SlotKind> slots;

  Aggregate(Form form, SlotKind... slots) {
    this.form = form;
    this.slots = List.of(slots);
  }

  static Optional<Aggregate> named(String name) {
    for (Aggregate aggregate : values()) {
      if (aggregate.word().equals(name)) {
        return Optional.of(aggregate);
      }
    }
    return Optional.empty();
  }

  /** The name in definitions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean readsValues() {
    return form != Form.PRESENCE;
  }

  /** Whether it picks one event's value, and so can have categories. */
  boolean picks() {
    return this == FIRST || this == LAST;
  }

  /** Whether it has a number of columns and a bound of categories. */
  boolean ranks() {
    return this == TOP;
  }

  Form form(ColumnType type) {
    return picks() && type == ColumnType.CATEGORY ? Form.TEXT : form;
  }

  /** The partials it is finished from. */
  List<SlotKind> slots() {
    return slots;
  }

  /**
   * The value from the partials over the window, null where no event contributed.
   *
   * @param rank which of the values, where values are ranked, from 0
   * @return a finite {@link Double}, a {@link String} or null for NULL
   */
  abstract @Nullable Object finish(@Nullable Partial[] partials, int rank, long atMicros);

  private static Object variance(BigInteger count, BigInteger sum, BigInteger squares) {
    BigInteger unit = BigInteger.valueOf(FixedPoint.ONE);
    BigInteger spread = count.multiply(squares).subtract(sum.multiply(sum));
    BigInteger scale = count.multiply(count).multiply(unit).multiply(unit);
    return new BigDecimal(spread)
        .divide(new BigDecimal(scale), MathContext.DECIMAL128)
        .doubleValue();
  }

  private static @Nullable Object picked(@Nullable Partial partial) {
    return partial instanceof Pick pick ? pick.value() : null;
  }

  private static @Nullable Object daysSince(@Nullable Partial partial, long atMicros) {
    return partial instanceof Moment moment
        ? (double) (atMicros - moment.micros()) / Micros.DAY
        : null;
  }
}
