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

  /** A type whose schema takes all data. */
  static final String ANYTHING = "shop.anything";

  /** Stands between all tokens, until it is known what white space there is. */
  private static final char GAP = '\uE000';

  private static final List<String> TEXTS =
      List.of(
          "\"web\"",
          "\"EUR\"",
          "\"\"",
          "\" \"",
          "\"a b\"",
          "\"ä / b\"",
          "\"\\\"\"",
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
  private static final List<String> KEPT =
      List.of(
          "\" a  b\"",
          "\"ä / b\"",
          "\"\\\"\"",
          "\" \\\\ \"",
          "\"\\/\"",
          "\"\\u00e4\"",
          "\"€\"",
          "\"😀\"",
          "7",
          "-0.0",
          "1.50",
          "0.00000001",
          "true",
          "[]",
          "{}");
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
          "\"specversion\":\"1.0\"",
          "\"id\":\"again\"",
          "\"source\":\"/again\"",
          "\"type\":\"order.placed\"",
          "\"subject\":\"again\"",
          "\"time\":\"2026-11-21T10:15:30Z\"",
          "\"data\":{}");

  /**
   * What is no UTF-8 (RFC 3629): forms that are too long, half a surrogate pair, beyond the last.
   */
  private static final List<byte[]> NO_UTF8 =
      List.of(
          new byte[] {(byte) 0xC0, (byte) 0x80},
          new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
          new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
          new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80});

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
      batch.writeBytes(
          random.nextInt(20) == 0 ? bytes(spaced(value(random, 0), random)) : event(random));
      if (i > 0 && random.nextInt(50) > 0) {
        batch.writeBytes(bytes(space(random) + "," + space(random)));
      }
    }
    batch.writeBytes(bytes(random.nextInt(50) == 0 ? "] 1" : " ]"));
    return batch.toByteArray();
  }

  /** An event, with now and then something changed in it. */
  static byte[] event(SplittableRandom random) {
    boolean anything = random.nextInt(3) > 0;
    List<String> members =
        new ArrayList<>(
            List.of(
                member("specversion", now(random, "\"1.0\"")),
                member("id", now(random, "\"e-1\"")),
                member("source", now(random, "\"/shop\"")),
                member("type", now(random, anything ? "\"" + ANYTHING + "\"" : "\"order.placed\"")),
                member("subject", now(random, "\"C-1\"")),
                member("time", now(random, "\"2026-11-21T10:15:30Z\"")),
                member("data", spaced(data(random, anything), random))));
    if (random.nextInt(3) == 0) {
      String further = any(FURTHER, random);
      members.add(further);
      if (random.nextInt(3) == 0) {
        members.add(further);
      }
    }
    if (random.nextInt(12) == 0) {
      members.remove(random.nextInt(members.size()));
    }
    Collections.swap(members, random.nextInt(members.size()), random.nextInt(members.size()));
    String joined = GAP + String.join(GAP + "," + GAP, members) + GAP;
    byte[] text = bytes(spaced("{" + joined + "}", random));
    return random.nextInt(4) == 0 ? spoilt(text, random) : text;
  }

  /** What is usual there, or anything. */
  private static String now(SplittableRandom random, String usual) {
    return random.nextInt(25) == 0 ? value(random, 2) : usual;
  }

  private static String data(SplittableRandom random, boolean anything) {
    if (random.nextInt(3) == 0) {
      return value(random, 0);
    }
    return anything ? kept(random) : any(DATA, random);
  }

  /** Data that nothing is wrong with, whose texts and numbers must not be altered. */
  private static String kept(SplittableRandom random) {
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      values.add(any(KEPT, random));
    }
    return "{" + member("a", array(values)) + "}";
  }

  private static byte[] spoilt(byte[] text, SplittableRandom random) {
    int at = random.nextInt(text.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = text.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      case 1 -> Arrays.copyOf(text, at);
      case 2 -> with(text, at, (byte) "{}[],:\"\\ 0\n\0".charAt(random.nextInt(12)));
      default -> with(text, at, NO_UTF8.get(random.nextInt(NO_UTF8.size())));
    };
  }

  private static byte[] with(byte[] text, int at, byte... more) {
    byte[] longer = Arrays.copyOf(text, text.length + more.length);
    System.arraycopy(more, 0, longer, at, more.length);
    System.arraycopy(text, at, longer, at + more.length, text.length - at);
    return longer;
  }

  private static String value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth < 3 ? 9 : 6)) {
      case 0, 1, 2 -> any(TEXTS, random);
      case 3, 4 -> any(NUMBERS, random);
      case 5 -> any(WORDS, random);
      case 6 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static String array(SplittableRandom random, int depth) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      items.add(value(random, depth + 1));
    }
    return array(items);
  }

  private static String array(List<String> items) {
    return "[" + GAP + String.join(GAP + "," + GAP, items) + GAP + "]";
  }

  private static String object(SplittableRandom random, int depth) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(member(any(NAMES, random), value(random, depth + 1)));
    }
    return "{" + GAP + String.join(GAP + "," + GAP, members) + GAP + "}";
  }

  private static String member(String name, String value) {
    return "\"" + name + "\"" + GAP + ":" + GAP + value;
  }

  private static String any(List<String> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }

  /** With white space in some of the gaps, or in none. */
  private static String spaced(String text, SplittableRandom random) {
    boolean compact = random.nextBoolean();
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != GAP) {
        spaced.append(text.charAt(i));
      } else if (!compact) {
        spaced.append(space(random));
      }
    }
    return spaced.toString();
  }

  private static String space(SplittableRandom random) {
    return random.nextInt(4) == 0 ? " \r\n\t" : "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
