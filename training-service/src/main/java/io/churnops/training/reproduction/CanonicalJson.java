package io.churnops.training.reproduction;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** JSON in one way of writing it: equal values have equal digests, wherever they were kept. */
final class CanonicalJson {

  private CanonicalJson() {}

  /** The SHA-256 of a value, in hexadecimal. */
  static String sha256(JsonNode value) {
    try {
      byte[] text = text(value).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** A value, members in the order of their names and without those that are null. */
  static String text(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .filter(member -> !member.getValue().isNull())
          .map(member -> "\"" + member.getKey() + "\":" + text(member.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value.isArray()) {
      return value
          .valueStream()
          .map(CanonicalJson::text)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value.isNumber() ? number(value) : value.toString();
  }

  /** Whether Java or Postgres wrote it, as a whole number or with a point. */
  private static String number(JsonNode number) {
    if (number.isFloatingPointNumber() && !Double.isFinite(number.doubleValue())) {
      return number.toString();
    }
    BigDecimal value = number.decimalValue();
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
