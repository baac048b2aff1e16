package io.churnops.features.engine;

import java.math.BigInteger;

/** Sums values in 128 bits of millionths: no sum of longs can overflow it. */
final class Total implements Partial {

  private long high;
  private long low;

  /** The sum in millionths, rounded once. */
  double toDouble() {
    return isLong() ? low : exact().doubleValue();
  }

  /** The sum in millionths. */
  BigInteger exact() {
    BigInteger lower = BigInteger.valueOf(low);
    BigInteger unsignedLower = low < 0 ? lower.add(BigInteger.TWO.pow(Long.SIZE)) : lower;
    return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsignedLower);
  }

  private boolean isLong() {
    return high == low >> (Long.SIZE - 1);
  }

  private void add(long addHigh, long addLow) {
    long sum = low + addLow;
    high += addHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    for (long value : ((Payload.Numbers) payload).millionths()) {
      add(value >> (Long.SIZE - 1), value);
    }
  }

  @Override
  public void merge(Partial other) {
    Total that = (Total) other;
    add(that.high, that.low);
  }

  @Override
  public void write(StateWriter out) {
    out.bool(isLong());
    if (isLong()) {
      out.millionths(low);
    } else {
      out.fixedLong(high);
      out.fixedLong(low);
    }
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    if (in.bool()) {
      low = in.millionths();
      high = low >> (Long.SIZE - 1);
    } else {
      high = in.fixedLong();
      low = in.fixedLong();
    }
  }
}
