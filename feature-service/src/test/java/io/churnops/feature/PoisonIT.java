package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.features.engine.CustomerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is no event leaves alone, with its reason, and its neighbours do not notice. */
@FeatureServiceTest
class PoisonIT {

  private static final String REFUSED = "refused.by.test";

  private final Store store;
  private final JdbcClient jdbc;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  PoisonIT(@Autowired Store store, @Autowired JdbcClient jdbc) {
    this.store = store;
    this.jdbc = jdbc;
  }

  @Test
  void sendsOnlyThePoisonAway() {
    var equality = new Equality(store, "poison");
    Shop shop = new Shop(3, 10, now);
    List<CustomerEvent> events = shop.events(200);
    Map<String, String> codes = new HashMap<>();
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      records.add(Store.record(events.get(i)));
      if (i % 10 == 0 && i / 10 < poisons().size()) {
        Poison poison = poisons().get(i / 10);
        ProducerRecord<String, byte[]> record = poison.spoil().apply(good());
        codes.put(record.key(), poison.code());
        records.add(record);
      }
    }

    store.send(records);
    store.awaitFolded();

    equality.assertOnline(shop, events, null);
    assertThat(codes).hasSize(poisons().size());
    assertThat(buried(codes.keySet())).isEqualTo(codes);
    assertThat(store.deadLetters(shop.customers())).isEmpty();
  }

  @Test
  void sendsAwayWhatTheLogRefusesAndKeepsItsBatch() {
    var equality = new Equality(store, "poison");
    Shop shop = new Shop(5, 10, now);
    List<CustomerEvent> events = shop.events(100);
    Map<String, String> codes = new HashMap<>();
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      records.add(Store.record(events.get(i)));
      if (i % 40 == 7) {
        ProducerRecord<String, byte[]> record = good();
        Store.header(record, CloudEventHeaders.TYPE, REFUSED);
        codes.put(record.key(), "refused_by_log");
        records.add(record);
      }
    }

    jdbc.sql(
            "alter table customer_event add constraint refusal check (type <> '%s')"
                .formatted(REFUSED))
        .update();
    try {
      store.send(records);
      store.awaitFolded();
    } finally {
      jdbc.sql("alter table customer_event drop constraint refusal").update();
    }

    equality.assertOnline(shop, events, null);
    assertThat(codes).hasSize(3);
    assertThat(buried(codes.keySet())).isEqualTo(codes);
    assertThat(store.deadLetters(shop.customers())).isEmpty();
  }

  /** The codes of the dead letters of some keys. */
  private Map<String, String> buried(Set<String> keys) {
    Map<String, String> buried = new HashMap<>();
    for (ConsumerRecord<String, byte[]> letter : store.deadLetters(keys)) {
      String code =
          new String(
              letter.headers().lastHeader(CloudEventHeaders.DEAD_LETTER_CODE).value(),
              StandardCharsets.UTF_8);
      assertThat(buried.put(letter.key(), code)).as("one letter per record").isNull();
    }
    return buried;
  }

  private record Poison(String code, UnaryOperator<ProducerRecord<String, byte[]>> spoil) {}

  private List<Poison> poisons() {
    return List.of(
        value("malformed_json", "{\"a\": "),
        value("malformed_json", "{} {}"),
        value("malformed_json", "[".repeat(10_000) + "]".repeat(10_000)),
        value("malformed_json", "{\"a\": NaN}"),
        value("data_not_an_object", "[1, 2]"),
        value("data_not_an_object", "null"),
        new Poison("missing_data", record -> with(record, null)),
        new Poison("malformed_json", record -> with(record, new byte[] {'{', (byte) 0xC3, '}'})),
        without(CloudEventHeaders.ID),
        without(CloudEventHeaders.SOURCE),
        without(CloudEventHeaders.TYPE),
        without(CloudEventHeaders.SUBJECT),
        without(CloudEventHeaders.TIME),
        header("unsupported_specversion", CloudEventHeaders.SPEC_VERSION, "0.3"),
        header("missing_ce_id", CloudEventHeaders.ID, "  "),
        header("malformed_ce_id", CloudEventHeaders.ID, "a\0b"),
        header("too_long_ce_type", CloudEventHeaders.TYPE, "t".repeat(1_025)),
        header("key_is_not_subject", CloudEventHeaders.SUBJECT, "another"),
        header("malformed_ce_time", CloudEventHeaders.TIME, "yesterday"));
  }

  private static Poison value(String code, String value) {
    return new Poison(code, record -> with(record, value.getBytes(StandardCharsets.UTF_8)));
  }

  private static Poison header(String code, String name, String value) {
    return new Poison(
        code,
        record -> {
          Store.header(record, name, value);
          return record;
        });
  }

  private static Poison without(String header) {
    return new Poison(
        "missing_" + header,
        record -> {
          record.headers().remove(header);
          return record;
        });
  }

  private static ProducerRecord<String, byte[]> with(
      ProducerRecord<String, byte[]> record, byte @Nullable [] value) {
    return new ProducerRecord<String, byte[]>(
        record.topic(), record.partition(), record.key(), value, record.headers());
  }

  private ProducerRecord<String, byte[]> good() {
    Shop one = new Shop(UUID.randomUUID().getMostSignificantBits(), 1, now);
    return Store.record(one.events(1).getFirst());
  }
}
