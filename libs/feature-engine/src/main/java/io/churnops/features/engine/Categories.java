package io.churnops.features.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Values as texts: strings as they are, booleans and numbers in one spelling each. */
final class Categories {

  /** Longer categories are cut, so that free text cannot blow up a state. */
  static final int MOST_CHARACTERS = 200;

  private static final int MOST_PLAIN_DIGITS = 18;

  private Categories() {}

  /** Empty for null, objects and arrays. */
  static Optional<String> of(JsonNode node) {
    if (node.isString()) {
      return Optional.of(wellFormed(node.stringValue()));
    }
    if (node.isBoolean()) {
      return Optional.of(Boolean.toString(node.booleanValue()));
    }
    return node.isNumber() ? Optional.of(spell(node.numberValue())) : Optional.empty();
  }

  /** The text with what UTF-8 cannot carry (half surrogate pairs) replaced. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      }
    }
    return text;
  }

  /** The first {@link #MOST_CHARACTERS} characters. */
  static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return text.substring(0, splitsPair ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
  }

  private static String spell(Number number) {
    return switch (number) {
      case Integer integer -> integer.toString();
      case Long integer -> integer.toString();
      case BigInteger integer -> spell(new BigDecimal(integer));
      case BigDecimal decimal -> spell(decimal);
      default -> {
        double value = number.doubleValue();
        yield Double.isFinite(value) ? spell(BigDecimal.valueOf(value)) : Double.toString(value);
      }
    };
  }

  private static String spell(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    long integerDigits = (long) stripped.precision() - stripped.scale();
    boolean plain = integerDigits <= MOST_PLAIN_DIGITS && stripped.scale() <= MOST_PLAIN_DIGITS;
    return plain ? stripped.toPlainString() : stripped.toString();
  }
}
