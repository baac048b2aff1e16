package io.churnops.ingestion.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Texts of events, most of them nearly as they should be. */
final class RandomEvents {

  private static final List<String> TEXTS =
      List.of(
          "\"web\"",
          "\"EUR\"",
          "\"\"",
          "\" \"",
          "\"a b\"",
          "\"\\u00e4\\n\\/\"",
          "\"\\u0000\"",
          "\"\\ud83d\\ude00\"",
          "\"\\ud83d\"",
          "\"ä€\"",
          "\"😀\"",
          "\"\u007f\"",
          "\"\u0085\"",
          "\"" + "x".repeat(201) + "\"");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "-0",
          "5000",
          "1.5",
          "-0.0",
          "1.0",
          "1e3",
          "1E-2",
          "01",
          "1.",
          ".5",
          "+1",
          "999999999999999999",
          "1234567890123456789",
          "123456789012345678901",
          "1e400",
          "0.1234567890123456789");
  private static final List<String> WORDS = List.of("true", "false", "null", "tru", "NaN");
  private static final List<String> NAMES =
      List.of("orderId", "amountMinor", "currency", "items", "productId", "a", "ä", "\\u0061", "");
  private static final List<String> DATA =
      List.of(
          "{\"orderId\":\"o\",\"amountMinor\":5,\"currency\":\"EUR\"}",
          "{\"orderId\":\"o\",\"amountMinor\":-5,\"currency\":\"EUR\"}",
          "{\"orderId\":\"ö\",\"amountMinor\":5,\"currency\":\"EU\",\"items\":"
              + "[{\"productId\":\"p\",\"quantity\":1,\"amountMinor\":5}]}");
  private static final List<String> FURTHER =
      List.of(
          "\"knowntime\":\"2026-11-21T11:59:00Z\"",
          "\"knowntime\":\"2026-01-01T00:00:00Z\"",
          "\"datacontenttype\":\"application/json\"",
          "\"datacontenttype\":\"Application/JSON; charset=utf-8\"",
          "\"datacontenttype\":\"text/xml\"",
          "\"data_base64\":\"AA==\"",
          "\"traceid\":\"abc\"",
          "\"traceid\":7",
          "\"Trace\":\"abc\"",
          "\"note\":null",
          "\"id\":\"again\"",
          "\"data\":{}");

  private RandomEvents() {}

  static byte[] one(byte[] event) {
    return event;
  }

  static byte[] batchOf(byte[] event) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.write('[');
    batch.writeBytes(event);
    batch.write(',');
    batch.writeBytes(event);
    batch.write(']');
    return batch.toByteArray();
  }

  /** A few events, between which there may be too much or too little. */
  static byte[] batch(SplittableRandom random) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.write('[');
    for (int i = random.nextInt(5); i >= 0; i--) {
      batch.writeBytes(random.nextInt(20) == 0 ? bytes(value(random, 0)) : event(random));
      if (i > 0 && random.nextInt(50) > 0) {
        batch.writeBytes(bytes(space(random) + "," + space(random)));
      }
    }
    batch.writeBytes(bytes(random.nextInt(50) == 0 ? "] 1" : " ]"));
    return batch.toByteArray();
  }

  /** An event, with now and then something changed in it. */
  static byte[] event(SplittableRandom random) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"specversion\":" + now(random, "\"1.0\""),
                "\"id\":" + now(random, "\"e-1\""),
                "\"source\":" + now(random, "\"/shop\""),
                "\"type\":" + now(random, "\"order.placed\""),
                "\"subject\":" + now(random, "\"C-1\""),
                "\"time\":" + now(random, "\"2026-11-21T10:15:30Z\""),
                "\"data\":"
                    + (random.nextInt(3) > 0
                        ? DATA.get(random.nextInt(DATA.size()))
                        : value(random, 0))));
    if (random.nextInt(3) == 0) {
      members.add(FURTHER.get(random.nextInt(FURTHER.size())));
    }
    if (random.nextInt(12) == 0) {
      members.remove(random.nextInt(members.size()));
    }
    Collections.swap(members, random.nextInt(members.size()), random.nextInt(members.size()));
    String between = random.nextInt(3) == 0 ? space(random) + "," + space(random) : ",";
    byte[] text = bytes("{" + String.join(between, members) + "}");
    return random.nextInt(4) == 0 ? spoilt(text, random) : text;
  }

  /** What is usual there, or anything. */
  private static String now(SplittableRandom random, String usual) {
    return random.nextInt(25) == 0 ? value(random, 2) : usual;
  }

  private static byte[] spoilt(byte[] text, SplittableRandom random) {
    int at = random.nextInt(text.length);
    return switch (random.nextInt(3)) {
      case 0 -> {
        byte[] changed = text.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      case 1 -> Arrays.copyOf(text, at);
      default -> {
        byte[] longer = Arrays.copyOf(text, text.length + 1);
        System.arraycopy(text, at, longer, at + 1, text.length - at);
        longer[at] = (byte) "{}[],:\"\\ 0\n\0".charAt(random.nextInt(12));
        yield longer;
      }
    };
  }

  private static String value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth < 3 ? 9 : 6)) {
      case 0, 1, 2 -> TEXTS.get(random.nextInt(TEXTS.size()));
      case 3, 4 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
      case 5 -> WORDS.get(random.nextInt(WORDS.size()));
      case 6 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static String array(SplittableRandom random, int depth) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      items.add(value(random, depth + 1));
    }
    return "[" + space(random) + String.join(",", items) + "]";
  }

  private static String object(SplittableRandom random, int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(
          "\""
              + NAMES.get(random.nextInt(NAMES.size()))
              + "\":"
              + space(random)
              + value(random, depth + 1));
    }
    return "{" + String.join(",", members) + space(random) + "}";
  }

  private static String space(SplittableRandom random) {
    return random.nextInt(4) == 0 ? " \n" : "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
