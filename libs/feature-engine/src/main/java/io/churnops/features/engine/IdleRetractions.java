package io.churnops.features.engine;

/**
 * Retractions of a customer that took nothing back.
 *
 * @param withoutKey events that do not say what they take back
 * @param withoutTarget keys that were taken back, of which no event is known
 */
public record IdleRetractions(int withoutKey, int withoutTarget) {

  public static final IdleRetractions NONE = new IdleRetractions(0, 0);
}
