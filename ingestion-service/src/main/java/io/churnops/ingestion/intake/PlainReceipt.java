package io.churnops.ingestion.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of a receipt by which every event was accepted. */
final class PlainReceipt {

  private static final byte[] ID = ascii(",\"id\":\"");
  private static final byte[] ACCEPTED = ascii("\",\"status\":\"ACCEPTED\"}");
  private static final byte[] INDEX = ascii("{\"index\":");

  private static final int ROOM_FOR_COUNTS = 128;
  private static final int ROOM_FOR_ITEM = 64;

  private final Receipt receipt;
  private byte[] text;
  private int size;

  PlainReceipt(Receipt receipt) {
    this.receipt = receipt;
    this.text = new byte[ROOM_FOR_COUNTS + ROOM_FOR_ITEM * receipt.items().size()];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The whole text; null if an id is not written as it is. */
  byte @Nullable [] bytes() {
    add(
        ascii(
            "{\"accepted\":"
                + receipt.accepted()
                + ",\"duplicates\":"
                + receipt.duplicates()
                + ",\"quarantined\":"
                + receipt.quarantined()
                + ",\"rejected\":"
                + receipt.rejected()
                + ",\"items\":["));
    boolean first = true;
    for (ItemVerdict item : receipt.items()) {
      if (!first) {
        add((byte) ',');
      }
      first = false;
      add(INDEX);
      add(ascii(Integer.toString(item.index())));
      add(ID);
      if (!addAsItIs(Objects.requireNonNull(item.id()))) {
        return null;
      }
      add(ACCEPTED);
    }
    add((byte) ']');
    add((byte) '}');
    return Arrays.copyOf(text, size);
  }

  private boolean addAsItIs(String id) {
    require(id.length());
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
      text[size++] = (byte) c;
    }
    return true;
  }

  private void add(byte b) {
    require(1);
    text[size++] = b;
  }

  private void add(byte[] part) {
    require(part.length);
    System.arraycopy(part, 0, text, size, part.length);
    size += part.length;
  }

  private void require(int more) {
    if (size + more > text.length) {
      text = Arrays.copyOf(text, Math.max(size + more, text.length * 2));
    }
  }
}
