package io.churnops.contract;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a customer's feature state lives in Redis: one hash per id, one field per feature view
 * fingerprint, the value an encoded state. An id that was ever joined to another has a field that
 * says whose it is now: under which id, and since which change, the states of its customer are.
 * Written by feature-service, read by serving-service.
 */
public final class OnlineState {

  private static final String PREFIX = "churnops:state:{";

  private OnlineState() {}

  /** The Redis key; the braces keep all of a customer's keys in one cluster slot. */
  public static byte[] key(String customerId) {
    return (PREFIX + customerId + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** The hash field of one view, of an id that was never joined to another. */
  public static byte[] field(String viewFingerprint) {
    return field(viewFingerprint, 0);
  }

  /**
   * The hash field of one view.
   *
   * @param epoch the change of identities since which the customer has consisted of the same ids; 0
   *     if it was never joined to another
   */
  public static byte[] field(String viewFingerprint, long epoch) {
    String field = epoch == 0 ? viewFingerprint : viewFingerprint + "@" + epoch;
    return field.getBytes(StandardCharsets.US_ASCII);
  }

  /** The hash field that holds an {@link Owner}. */
  public static byte[] ownerField() {
    return "owner".getBytes(StandardCharsets.US_ASCII);
  }

  /** Whose an id is: where the states of its customer are. */
  public record Owner(String canonicalId, long epoch) {

    /** Reads what {@link #encode} wrote; empty if it is anything else. */
    public static Optional<Owner> decode(byte[] value) {
      String text = new String(value, StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      if (space < 1 || space > 18 || space == text.length() - 1) {
        return Optional.empty();
      }
      for (int i = 0; i < space; i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return Optional.empty();
        }
      }
      return Optional.of(
          new Owner(text.substring(space + 1), Long.parseLong(text.substring(0, space))));
    }

    /** The epoch in decimal, a space, the id. */
    public byte[] encode() {
      return (epoch + " " + canonicalId).getBytes(StandardCharsets.UTF_8);
    }
  }
}
