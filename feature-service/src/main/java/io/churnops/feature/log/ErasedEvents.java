package io.churnops.feature.log;

/** How many events, and how many of the keys by which the log knows events, were removed. */
public record ErasedEvents(long events, long keys) {

  /** Both together. */
  public ErasedEvents plus(ErasedEvents other) {
    return new ErasedEvents(events + other.events, keys + other.keys);
  }
}
