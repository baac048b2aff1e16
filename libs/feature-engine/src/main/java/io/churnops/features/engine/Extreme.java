package io.churnops.features.engine;

/** The smallest or the largest value. */
final class Extreme implements Partial {

  private final boolean largest;
  private long millionths;

  Extreme(boolean largest) {
    this.largest = largest;
    this.millionths = largest ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  long millionths() {
    return millionths;
  }

  private void offer(long value) {
    millionths = largest ? Math.max(millionths, value) : Math.min(millionths, value);
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    for (long value : ((Payload.Numbers) payload).millionths()) {
      offer(value);
    }
  }

  @Override
  public void merge(Partial other) {
    offer(((Extreme) other).millionths);
  }

  @Override
  public void write(StateWriter out) {
    out.millionths(millionths);
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    millionths = in.millionths();
  }
}
