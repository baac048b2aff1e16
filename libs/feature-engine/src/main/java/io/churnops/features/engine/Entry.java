package io.churnops.features.engine;

/** One event kept by itself. */
record Entry(Stamp stamp, Contribution contribution) {

  long timeMicros() {
    return stamp.timeMicros();
  }
}
