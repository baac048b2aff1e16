package io.churnops.ingestion.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extension attributes of an event, in the order they came. They are four numbers each beside
 * the text that they are in: an event may have thousands, and a batch many such events.
 */
public final class Extensions {

  public static final Extensions NONE = new Extensions(new byte[0], new int[0]);

  private static final int NUMBERS = 4;

  private final byte[] text;

  /** For each: where its name begins and ends, and where its value does. */
  private final int[] places;

  /**
   * Those at places of a text.
   *
   * @param text UTF-8 without escapes; kept, and not to be changed
   * @param places four for each, none of a name that another has
   */
  Extensions(byte[] text, int[] places) {
    this.text = text;
    this.places = places;
  }

  /** Those of a map. */
  public static Extensions of(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      return NONE;
    }
    StringBuilder all = new StringBuilder();
    int[] places = new int[attributes.size() * NUMBERS];
    int end = 0;
    int i = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      all.append(attribute.getKey()).append(attribute.getValue());
      int name = end + utf8Length(attribute.getKey());
      int value = name + utf8Length(attribute.getValue());
      places[i++] = end;
      places[i++] = name;
      places[i++] = name;
      places[i++] = value;
      end = value;
    }
    return new Extensions(all.toString().getBytes(StandardCharsets.UTF_8), places);
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  public int size() {
    return places.length / NUMBERS;
  }

  public String name(int i) {
    return string(places[i * NUMBERS], places[i * NUMBERS + 1]);
  }

  public String value(int i) {
    return string(places[i * NUMBERS + 2], places[i * NUMBERS + 3]);
  }

  /** The value as UTF-8. */
  public byte[] valueBytes(int i) {
    return Arrays.copyOfRange(text, places[i * NUMBERS + 2], places[i * NUMBERS + 3]);
  }

  private String string(int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /** The value of a name; null if there is none of it. */
  @Nullable String find(String name) {
    int place = place(name);
    return place < 0 ? null : value(place);
  }

  /** All but that of a name. */
  Extensions without(String name) {
    int place = place(name);
    if (place < 0) {
      return this;
    }
    int[] others = new int[places.length - NUMBERS];
    System.arraycopy(places, 0, others, 0, place * NUMBERS);
    System.arraycopy(
        places, (place + 1) * NUMBERS, others, place * NUMBERS, others.length - place * NUMBERS);
    return new Extensions(text, others);
  }

  private int place(String name) {
    if (places.length == 0) {
      return -1;
    }
    byte[] sought = name.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < size(); i++) {
      if (Arrays.equals(
          text, places[i * NUMBERS], places[i * NUMBERS + 1], sought, 0, sought.length)) {
        return i;
      }
    }
    return -1;
  }

  /** All of them by name. */
  public Map<String, String> toMap() {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      attributes.put(name(i), value(i));
    }
    return attributes;
  }
}
