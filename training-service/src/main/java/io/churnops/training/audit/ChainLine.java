package io.churnops.training.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * A line as its digest sees it. The database makes the digest when the line is added; this is the
 * same computed a second time, so that a changed function would not go unnoticed.
 *
 * @param detail the JSON as the database writes it
 */
record ChainLine(
    long position,
    long atMicros,
    String actor,
    String action,
    String subject,
    String detail,
    String hash) {

  static final String COLUMNS =
      "position, (extract(epoch from at) * 1000000)::bigint as at_micros, actor, action, subject,"
          + " detail::text as detail, hash";

  static ChainLine of(ResultSet row) throws SQLException {
    return new ChainLine(
        row.getLong("position"),
        row.getLong("at_micros"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("detail"),
        row.getString("hash"));
  }

  /** The digest that the line should have behind another. */
  String hashAfter(String prior) {
    return sha256(
        String.join(
            "\n",
            prior,
            Long.toString(position),
            Long.toString(atMicros),
            measured(actor),
            measured(action),
            measured(subject),
            measured(detail)));
  }

  private static String measured(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + ":" + text;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
