package io.churnops.ingestion.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The attributes of an event, whichever way it was read. */
interface Attributes {

  /** Characters the text of an attribute may have. */
  int MAX_TEXT = 200;

  /** Those that CloudEvents names and an event must have. */
  enum Specified {
    SPECVERSION,
    ID,
    SOURCE,
    TYPE,
    SUBJECT,
    TIME;

    private final String attribute = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
      return attribute;
    }
  }

  /** As it stands; null where it is absent or null. Flawed if it is no text. */
  @Nullable String text(Specified attribute);

  /** Whether the texts of all that are specified are known to be printable ASCII. */
  boolean arePrintable();

  /** Flawed if the data are said to be anything but JSON. */
  void requireJsonData();

  /** All further ones. Flawed if one is not as CloudEvents wants it. */
  Extensions extensions();

  /** The text, which is flawed if it is long or has control characters. */
  static String limited(String text, String attribute) {
    if (text.length() > MAX_TEXT) {
      throw new FlawException(
          Flaw.INVALID_ATTRIBUTE, attribute + " may have at most " + MAX_TEXT + " characters.");
    }
    if (Texts.hasControl(text)) {
      throw new FlawException(
          Flaw.INVALID_ATTRIBUTE, attribute + " must not have control characters.");
    }
    return text;
  }

  /** The same of an extension. */
  static String limitedExtension(String text) {
    return limited(text, "An extension attribute");
  }
}
