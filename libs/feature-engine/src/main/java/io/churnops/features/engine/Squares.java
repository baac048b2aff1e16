package io.churnops.features.engine;

import java.math.BigInteger;

/** Sums the squares of values, exactly. */
final class Squares implements Partial {

  private BigInteger sum = BigInteger.ZERO;

  /** In millionths of millionths. */
  BigInteger sum() {
    return sum;
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    for (long value : ((Payload.Numbers) payload).millionths()) {
      BigInteger exact = BigInteger.valueOf(value);
      sum = sum.add(exact.multiply(exact));
    }
  }

  @Override
  public void merge(Partial other) {
    sum = sum.add(((Squares) other).sum);
  }

  @Override
  public void write(StateWriter out) {
    out.bytes(sum.toByteArray());
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    byte[] bytes = in.bytes();
    in.check(bytes.length > 0, "a sum of squares without digits");
    sum = new BigInteger(bytes);
    in.check(sum.signum() >= 0, "a negative sum of squares");
  }
}
