package io.churnops.contract;

import java.nio.charset.StandardCharsets;

/**
 * Where a customer's feature state lives in Redis: one hash per customer, one field per feature
 * view fingerprint, the value an encoded state. Written by feature-service, read by
 * serving-service.
 */
public final class OnlineState {

  private static final String PREFIX = "churnops:state:{";

  private OnlineState() {}

  /** The Redis key; the braces keep all of a customer's keys in one cluster slot. */
  public static byte[] key(String customerId) {
    return (PREFIX + customerId + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** The hash field of one view. */
  public static byte[] field(String viewFingerprint) {
    return viewFingerprint.getBytes(StandardCharsets.US_ASCII);
  }
}
