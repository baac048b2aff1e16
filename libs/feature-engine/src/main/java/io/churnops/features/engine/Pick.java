package io.churnops.features.engine;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The value of the first or the last event that has one. Which of two events is later is settled by
 * time, then source, then id and, should even these agree, by the value.
 */
final class Pick implements Partial {

  private record Picked(Stamp stamp, Payload payload) {

    static final Comparator<Picked> ORDER =
        Comparator.comparing(Picked::stamp).thenComparing(Picked::payload, Pick::compare);
  }

  private final boolean last;
  private @Nullable Picked picked;

  Pick(boolean last) {
    this.last = last;
  }

  /** A Double or a String. */
  @Nullable Object value() {
    return switch (picked == null ? null : picked.payload()) {
      case null -> null;
      case Payload.Numbers numbers -> FixedPoint.toDouble(numbers.millionths()[0]);
      case Payload.Text text -> text.category();
      case Payload.Presence _, Payload.Hashes _, Payload.Counted _ -> throw notPicked();
    };
  }

  /** When the picked event happened. */
  long micros() {
    return required().stamp().timeMicros();
  }

  private Picked required() {
    if (picked == null) {
      throw new IllegalStateException("no event was picked");
    }
    return picked;
  }

  private void offer(Picked candidate) {
    if (picked == null) {
      picked = candidate;
      return;
    }
    int order = Picked.ORDER.compare(candidate, picked);
    if (last ? order > 0 : order < 0) {
      picked = candidate;
    }
  }

  private static int compare(Payload one, Payload other) {
    if (one instanceof Payload.Numbers a && other instanceof Payload.Numbers b) {
      return Long.compare(a.millionths()[0], b.millionths()[0]);
    }
    if (one instanceof Payload.Text a && other instanceof Payload.Text b) {
      return a.category().compareTo(b.category());
    }
    throw notPicked();
  }

  private static IllegalStateException notPicked() {
    return new IllegalStateException("only numbers and categories are picked");
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    offer(new Picked(stamp, payload));
  }

  @Override
  public void merge(Partial other) {
    offer(((Pick) other).required());
  }

  @Override
  public void write(StateWriter out) {
    Picked written = required();
    out.stamp(written.stamp());
    out.payload(written.payload());
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    Stamp stamp = in.stamp();
    picked = new Picked(stamp, in.payload(form));
  }
}
