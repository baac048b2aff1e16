package io.churnops.training.registry;

import org.jspecify.annotations.Nullable;

/**
 * One condition that a version is held to before it becomes the champion.
 *
 * @param gate its name, which does not change
 * @param measured what was found, where it is a number
 * @param limit what it is held against
 * @param reason what was found, in a sentence
 */
public record Gate(
    String gate, boolean passed, @Nullable Double measured, @Nullable Double limit, String reason) {

  /** A gate whose finding is no number. */
  public static Gate of(String gate, boolean passed, String reason) {
    return new Gate(gate, passed, null, null, reason);
  }
}
