package io.churnops.feature.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What ingestion-service promises to write can be read here. */
class CustomerEventContractTests {

  @Test
  void readsTheGoldenRecord() throws Exception {
    JsonNode golden = golden();
    var record =
        new ConsumerRecord<>(
            Topics.CUSTOMER_EVENTS,
            0,
            0,
            golden.path("key").stringValue(),
            golden.path("value").toString().getBytes(StandardCharsets.UTF_8));
    golden
        .path("headers")
        .properties()
        .forEach(header ->
            record
                .headers()
                .add(
                    header.getKey(),
                    header.getValue().stringValue().getBytes(StandardCharsets.UTF_8)));

    var event = EventDecoder.decode(record, new LogSource(new UUID(0, 1), 0, 0)).event();

    assertThat(event.customerId()).isEqualTo("C-1001");
    assertThat(event.source()).isEqualTo("/shop/web");
    assertThat(event.id()).isEqualTo("o-77");
    assertThat(event.type()).isEqualTo("order.placed");
    assertThat(EventTime.toInstant(event.timeMicros()))
        .isEqualTo(Instant.parse("2026-11-21T10:15:30.123456Z"));
    assertThat(EventTime.toInstant(event.knownMicros()))
        .isEqualTo(Instant.parse("2026-11-21T10:15:31Z"));
    assertThat(event.data()).isEqualTo(golden.path("value"));
  }

  private static JsonNode golden() throws Exception {
    try (InputStream in = Topics.class.getResourceAsStream("golden/customer-event.v1.json")) {
      assertThat(in).isNotNull();
      return JsonMapper.shared().readTree(in);
    }
  }
}
