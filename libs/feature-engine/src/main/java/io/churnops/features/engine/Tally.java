package io.churnops.features.engine;

/** Counts events or, where values are read, values. */
final class Tally implements Partial {

  private long count;

  long count() {
    return count;
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    count += payload instanceof Payload.Numbers numbers ? numbers.millionths().length : 1;
  }

  @Override
  public void merge(Partial other) {
    count += ((Tally) other).count;
  }

  @Override
  public void write(StateWriter out) {
    out.varint(count);
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    count = in.varint();
    in.check(count > 0, "a count of nothing");
  }
}
