package io.churnops.ingestion.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class EnvelopeReaderTests {

  private static final String POSTGRES =
      "\"connector\":\"postgresql\",\"schema\":\"shop\",\"table\":\"orders\",\"lsn\":%d,"
          + "\"ts_ms\":1767300000000,\"ts_us\":1767300000000123";
  private static final String MYSQL =
      "\"connector\":\"mysql\",\"db\":\"shop\",\"table\":\"orders\",\"file\":\"binlog.000003\","
          + "\"pos\":154,\"row\":%d,\"ts_ms\":1767300000000";

  private final EnvelopeReader reader = new EnvelopeReader();

  @Test
  void tellsRowsOfOnePositionApartAndKeepsTheOrderOfTheLog() {
    String position = position("1", POSTGRES.formatted(99), "c");
    assertThat(position).startsWith("00000000000000000099-c-").hasSizeLessThan(100);
    assertThat(position("1", POSTGRES.formatted(99), "c")).isEqualTo(position);
    assertThat(position("2", POSTGRES.formatted(99), "c")).isNotEqualTo(position);
    assertThat(position("1", POSTGRES.formatted(99), "d")).isNotEqualTo(position);
    assertThat(position("1", POSTGRES.formatted(100), "c")).isGreaterThan(position);
    assertThat(position("1", MYSQL.formatted(2), "c"))
        .startsWith("binlog.000003-00000000000000000154-00000000000000000002-c-");
  }

  @Test
  void givesNoPositionWhereTheConnectorIsNotKnown() {
    ObjectNode row = row("1", POSTGRES.formatted(1).replace("postgresql", "mongodb"), "c");
    assertThat(row.has("_position")).isFalse();
    assertThat(row.get("_changed_at").stringValue()).isEqualTo("2026-01-01T20:40:00.000123Z");
  }

  @Test
  void knowsWhatIsNoChangeOfARow() {
    assertThat(reader.read(null, null)).isInstanceOf(Change.Nothing.class);
    assertThat(read("{\"schema\":null,\"payload\":null}")).isInstanceOf(Change.Nothing.class);
    assertThat(read("{\"op\":\"t\",\"source\":{}}")).isInstanceOf(Change.Nothing.class);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(code("{")).isEqualTo("malformed_json");
    assertThat(code("[".repeat(10_000) + "]".repeat(10_000))).isEqualTo("too_deep");
    assertThat(code("{\"after\":{\"total\":1e99999999999}}")).isEqualTo("number_out_of_range");
    assertThat(code("null")).isEqualTo("not_an_envelope");
    assertThat(code("{\"id\":1}")).isEqualTo("not_an_envelope");
    assertThat(code("{\"op\":\"x\",\"source\":{}}")).isEqualTo("unknown_operation");
    assertThat(code("{\"op\":\"c\",\"source\":{},\"after\":null}")).isEqualTo("no_row");
    assertThat(code("{\"op\":\"c\",\"source\":{},\"after\":{}}")).isEqualTo("no_table");
    assertThat(code("{\"op\":\"c\",\"source\":{\"schema\":\"s\",\"table\":\"t\"},\"after\":{}}"))
        .isEqualTo("no_time");
  }

  @Test
  void readsDecimalsThatTheSchemaTellsOf() {
    String schema =
        "{\"fields\":[{\"field\":\"after\",\"fields\":[{\"field\":\"total\",\"name\":"
            + "\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}}]}]}";
    String payload =
        "{\"op\":\"c\",\"after\":{\"total\":\"%s\"},\"source\":{" + POSTGRES.formatted(1) + "}}";
    String record = "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
    assertThat(((Change.OfRow) read(record.formatted("B88="))).row().get("total").toString())
        .isEqualTo("19.99");
    assertThat(code(record.formatted("?"))).isEqualTo("not_a_decimal");
    assertThat(code(record.formatted(""))).isEqualTo("not_a_decimal");
  }

  private String code(String record) {
    return ((Change.Unreadable) read(record)).code();
  }

  private String position(String key, String source, String op) {
    return row(key, source, op).get("_position").stringValue();
  }

  private ObjectNode row(String key, String source, String op) {
    String record =
        "{\"op\":\"%s\",\"before\":{\"id\":1},\"after\":{\"id\":1},\"source\":{%s}}"
            .formatted(op, source);
    return ((Change.OfRow) reader.read(bytes(key), bytes(record))).row();
  }

  private Change read(String record) {
    return reader.read(bytes("k"), bytes(record));
  }

  private static byte @Nullable [] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
