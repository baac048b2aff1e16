package io.churnops.ingestion.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.EventTypes;
import io.churnops.contract.Topics;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.event.Judgement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What this service writes to {@code customer-events.v1} is what the golden file says. */
class CustomerEventContractTests {

  private static final JsonMapper json = new JsonMapper();

  @Test
  void writesTheGoldenRecord() throws IOException {
    JsonNode golden = golden();
    ProducerRecord<String, byte[]> record = publish(cloudEvent(golden));
    assertThat(record.topic()).isEqualTo(Topics.CUSTOMER_EVENTS);
    assertThat(record.key()).isEqualTo(golden.get("key").stringValue());
    assertThat(headers(record)).isEqualTo(texts(golden.get("headers")));
    assertThat(json.readTree(record.value())).isEqualTo(golden.get("value"));
  }

  /** The CloudEvent in JSON that the golden record is the binary form of. */
  private static byte[] cloudEvent(JsonNode golden) {
    ObjectNode event = json.createObjectNode();
    texts(golden.get("headers"))
        .forEach((name, value) -> {
          if (name.startsWith("ce_")) {
            event.put(name.substring("ce_".length()), value);
          }
        });
    event.set("data", golden.get("value"));
    return json.writeValueAsBytes(event);
  }

  private static ProducerRecord<String, byte[]> publish(byte[] text) {
    Judgement judged =
        new EventJudge(new EventSchemas(), json)
            .judge(new EventReader().readOne(text), Instant.parse("2026-11-21T10:16:00Z"), false);
    assertThat(judged).isInstanceOf(Judgement.Valid.class);
    return new EventRecords().of(((Judgement.Valid) judged).event());
  }

  private static Map<String, String> headers(ProducerRecord<?, ?> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().stringValue()));
    return texts;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in = EventTypes.class.getResourceAsStream("golden/customer-event.v1.json")) {
      return json.readTree(in);
    }
  }
}
