package io.churnops.features.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Numbers as longs counting millionths, so that sums do not depend on their order. Rounded half to
 * even; what does not fit (beyond about ±9.2e12) is no number.
 */
final class FixedPoint {

  static final long ONE = 1_000_000;

  static final int DECIMALS = 6;
  private static final int MOST_INTEGER_DIGITS = 13;

  private FixedPoint() {}

  /** The value of a number or, as 1 or 0, of a boolean; empty for anything else. */
  static OptionalLong of(JsonNode node) {
    if (node.isBoolean()) {
      return OptionalLong.of(node.booleanValue() ? ONE : 0);
    }
    if (!node.isNumber()) {
      return OptionalLong.empty();
    }
    return switch (node.numberValue()) {
      case Integer integer -> of(integer.longValue());
      case Long integer -> of(integer.longValue());
      case BigInteger integer -> of(new BigDecimal(integer));
      case BigDecimal decimal -> of(decimal);
      case Number number -> of(number.doubleValue());
    };
  }

  private static OptionalLong of(long integer) {
    long scaled = integer * ONE;
    boolean fits = Math.multiplyHigh(integer, ONE) == scaled >> 63;
    return fits ? OptionalLong.of(scaled) : OptionalLong.empty();
  }

  private static OptionalLong of(double number) {
    return Double.isFinite(number) ? of(BigDecimal.valueOf(number)) : OptionalLong.empty();
  }

  private static OptionalLong of(BigDecimal decimal) {
    long integerDigits = (long) decimal.precision() - decimal.scale();
    if (decimal.signum() == 0 || integerDigits < -DECIMALS) {
      return OptionalLong.of(0);
    }
    if (integerDigits > MOST_INTEGER_DIGITS) {
      return OptionalLong.empty();
    }
    BigInteger scaled = decimal.setScale(DECIMALS, RoundingMode.HALF_EVEN).unscaledValue();
    return scaled.bitLength() < Long.SIZE
        ? OptionalLong.of(scaled.longValue())
        : OptionalLong.empty();
  }

  static double toDouble(long millionths) {
    return (double) millionths / ONE;
  }
}
