package io.churnops.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.eventlog.EventRecords;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Events with as many extension attributes as fit into them. */
class ManyExtensionsTests {

  private static final Instant NOW = Instant.parse("2026-11-21T10:20:00Z");

  private final EventReader reader = new EventReader();
  private final EventJudge judge = new EventJudge(new EventSchemas(), new JsonMapper());

  @Test
  void passesOnEachInTheOrderTheyCame() {
    for (int many : List.of(0, 1, 2, 15, 16, 17, 300)) {
      Map<String, String> extensions = new LinkedHashMap<>();
      IntStream.range(0, many).forEach(i -> extensions.put("x" + i, "ä€\uD83D\uDE00" + i));
      CustomerEvent event = judged(event("e", extensions));

      assertThat(event.extensions().toMap()).isEqualTo(extensions);
      ProducerRecord<String, byte[]> record = new EventRecords().of(event);
      assertThat(headers(record).filter(header -> header.key().startsWith("ce_x")))
          .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
          .containsExactlyElementsOf(extensions.values());
    }
  }

  @Test
  void takesTheKnownTimeOutFromAmongThem() {
    for (int many : List.of(1, 3, 40)) {
      Map<String, String> extensions = new LinkedHashMap<>();
      IntStream.range(0, many).forEach(i -> extensions.put("x" + i, "" + i));
      extensions.put("knowntime", "2026-11-21T10:19:00Z");
      IntStream.range(0, many).forEach(i -> extensions.put("y" + i, "" + i));
      CustomerEvent event = judged(event("e", extensions));

      assertThat(event.knownTime()).isEqualTo("2026-11-21T10:19:00Z");
      extensions.remove("knowntime");
      assertThat(event.extensions().toMap()).isEqualTo(extensions);
    }
  }

  @Test
  void refusesANameThatComesTwiceHoweverFarApart() {
    for (int many : List.of(1, 14, 15, 16, 100)) {
      Map<String, String> extensions = new LinkedHashMap<>();
      IntStream.range(0, many).forEach(i -> extensions.put("x" + i, "" + i));
      String twice = event("e", extensions).replaceFirst("}$", ", \"x0\": \"again\"}");

      assertThat(judge.judge(reader.readOne(twice.getBytes(StandardCharsets.UTF_8)), NOW, false))
          .isInstanceOfSatisfying(
              Judgement.Invalid.class,
              invalid -> assertThat(invalid.flaw()).isEqualTo(Flaw.DUPLICATE_KEY));
    }
  }

  @Test
  void holdsFewTimesTheBytesOfTheBatch() {
    StringBuilder batch = new StringBuilder("[");
    Map<String, String> extensions = new LinkedHashMap<>();
    IntStream.range(0, 170).forEach(i -> extensions.put("a" + i, ""));
    for (int i = 0; i < EventReader.MAX_BATCH; i++) {
      batch.append(i == 0 ? "" : ",").append(event("e" + i, extensions));
    }
    byte[] body = batch.append(']').toString().getBytes(StandardCharsets.UTF_8);
    assertThat(body.length).isBetween(4 << 20, 5 << 20);
    assertThat(records(body)).hasSize(EventReader.MAX_BATCH);

    long before = usedHeap();
    List<ProducerRecord<String, byte[]>> records = records(body);
    long held = usedHeap() - before;

    assertThat(records).hasSize(EventReader.MAX_BATCH);
    assertThat(held).as("bytes for a body of %d", body.length).isLessThan(8L * body.length);
  }

  private List<ProducerRecord<String, byte[]>> records(byte[] body) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (RawEvent event : reader.readBatch(body)) {
      records.add(
          new EventRecords().of(((Judgement.Valid) judge.judge(event, NOW, false)).event()));
    }
    return records;
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private CustomerEvent judged(String event) {
    RawEvent raw = reader.readOne(event.getBytes(StandardCharsets.UTF_8));
    return ((Judgement.Valid) judge.judge(raw, NOW, false)).event();
  }

  private static String event(String id, Map<String, String> extensions) {
    StringBuilder text =
        new StringBuilder(
            """
            {"specversion":"1.0","id":"%s","source":"/shop","type":"email.opened","subject":"C",\
            "time":"2026-11-21T10:15:30Z","data":{"campaignId":"c"}\
            """
                .formatted(id));
    extensions.forEach((name, value) -> text.append(",\"%s\":\"%s\"".formatted(name, value)));
    return text.append('}').toString();
  }

  private static Stream<Header> headers(ProducerRecord<String, byte[]> record) {
    return Stream.of(record.headers().toArray());
  }
}
