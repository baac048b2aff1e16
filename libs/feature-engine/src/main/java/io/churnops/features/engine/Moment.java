package io.churnops.features.engine;

/** When the first or the last event happened. */
final class Moment implements Partial {

  private final boolean last;
  private long micros;

  Moment(boolean last) {
    this.last = last;
    this.micros = last ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  long micros() {
    return micros;
  }

  private void offer(long value) {
    micros = last ? Math.max(micros, value) : Math.min(micros, value);
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    offer(stamp.timeMicros());
  }

  @Override
  public void merge(Partial other) {
    offer(((Moment) other).micros);
  }

  @Override
  public void write(StateWriter out) {
    out.instant(micros);
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    micros = in.instant();
  }
}
