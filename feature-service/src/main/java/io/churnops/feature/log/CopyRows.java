package io.churnops.feature.log;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Rows of {@code customer_event} in PostgreSQL's binary COPY format. */
final class CopyRows {

  static final String COLUMNS =
      "customer_id, event_time, known_time, source, id, type, data, kafka_partition, kafka_offset";

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  /** PostgreSQL counts microseconds from 2000-01-01. */
  static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private final ByteArrayOutputStream bytes;
  private final DataOutputStream out;

  CopyRows(int rows) {
    bytes = new ByteArrayOutputStream(64 + rows * 512);
    out = new DataOutputStream(bytes);
    try {
      out.write(SIGNATURE);
      out.writeLong(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(ReceivedEvent received) {
    var event = received.event();
    try {
      out.writeShort(9);
      text(event.customerId());
      instant(event.timeMicros());
      instant(event.knownMicros());
      text(event.source());
      text(event.id());
      text(event.type());
      bytes(received.json());
      out.writeInt(Integer.BYTES);
      out.writeInt(received.partition());
      out.writeInt(Long.BYTES);
      out.writeLong(received.offset());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] finish() {
    try {
      out.writeShort(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void text(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void instant(long micros) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeLong(micros - POSTGRES_EPOCH_MICROS);
  }

  private void bytes(byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }
}
