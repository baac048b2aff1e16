package io.churnops.features.engine;

/** Which events a training row at T may see, of those that happened before T. */
public enum KnownTime {
  /** Those known by T: what serving would have seen. */
  AS_KNOWN,
  /** All of them, also those that became known after T. */
  AS_HAPPENED
}
