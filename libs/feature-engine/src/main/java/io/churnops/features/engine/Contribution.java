package io.churnops.features.engine;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a view reads from one event: payloads by the number of their signal, ascending. Never
 * empty.
 */
record Contribution(int[] signals, Payload[] payloads) {

  int size() {
    return signals.length;
  }

  /** What the event says to a signal; null if nothing. */
  @Nullable Payload payload(int signal) {
    int found = Arrays.binarySearch(signals, signal);
    return found >= 0 ? payloads[found] : null;
  }

  /** The part of it that some signals read. */
  Optional<Contribution> only(boolean[] wanted) {
    int[] numbers = new int[signals.length];
    Payload[] kept = new Payload[signals.length];
    int size = 0;
    for (int i = 0; i < signals.length; i++) {
      if (wanted[signals[i]]) {
        numbers[size] = signals[i];
        kept[size++] = payloads[i];
      }
    }
    return of(numbers, kept, size);
  }

  /** The first so many of the signals; none if that is none. */
  static Optional<Contribution> of(int[] signals, Payload[] payloads, int size) {
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new Contribution(Arrays.copyOf(signals, size), Arrays.copyOf(payloads, size)));
  }
}
