package io.churnops.features.engine;

import java.util.Comparator;

/** Which event: its place in the order of events. Texts are such as UTF-8 can carry. */
record Stamp(long timeMicros, String source, String id) implements Comparable<Stamp> {

  private static final Comparator<Stamp> ORDER =
      Comparator.comparingLong(Stamp::timeMicros)
          .thenComparing(Stamp::source)
          .thenComparing(Stamp::id);

  Stamp {
    source = Categories.wellFormed(source);
    id = Categories.wellFormed(id);
  }

  static Stamp of(CustomerEvent event) {
    return new Stamp(event.timeMicros(), event.source(), event.id());
  }

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }
}
