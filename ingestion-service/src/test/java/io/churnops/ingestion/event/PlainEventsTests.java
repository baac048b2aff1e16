package io.churnops.ingestion.event;

import static io.churnops.ingestion.EventTexts.NOW;
import static io.churnops.ingestion.EventTexts.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.churnops.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is read without a tree is judged as it is when read by Jackson. */
class PlainEventsTests {

  private static final EventReader reader = new EventReader();
  private static final EventJudge judge = new EventJudge(schemas(), new JsonMapper());

  private static EventSchemas schemas() {
    EventSchemas schemas = new EventSchemas();
    Schema all =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema("{}");
    schemas.useOwn(Map.of(RandomEvents.ANYTHING, all));
    return schemas;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"orderId\":\"o\",\"amountMinor\":1,\"currency\":\"EUR\"}",
        "{ \"orderId\" : \"o\",\n\t\"amountMinor\": 1, \"currency\": \"EUR\" }",
        "{\"orderId\":\"Bestellung für Łukasz €\",\"amountMinor\":1,\"currency\":\"EUR\"}",
        "{\"orderId\":\"a\\/b\\u00fc\\n\",\"amountMinor\":1,\"currency\":\"EUR\"}",
        "{\"orderId\":\"o\",\"amountMinor\":1,\"currency\":\"EUR\",\"rate\":-0.50,\"x\":[[],{}]}"
      })
  void needsNoTreeForEventsAsShopsSendThem(String data) {
    byte[] text = order("o").with("knowntime", "2026-11-21T11:59:00Z").withData(data);
    RawEvent event = reader.readOne(text);
    assertThat(event.plain()).isNotNull();
    assertThat(event.compactData()).isPresent();
    assertThat(judge.judge(event, NOW, false)).isInstanceOf(Judgement.Valid.class);
    assertSame(text, RandomEvents::one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":01}",
        "{\"a\":-0}",
        "{\"a\":1.}",
        "{\"a\":1e400}",
        "{\"a\":1234567890123456789}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud83d\\ude00\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\t\"}",
        "{\"\\u0061\":1}",
        "{\"ä\":1}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "[1 2]",
        "[1,]",
        "{\"a\":1"
      })
  void leavesWhatIsNotPlainToJackson(String data) {
    byte[] text = order("o").withData(data);
    assertThat(new PlainEvents(text).read(0)).isNull();
    assertSame(text, RandomEvents::one);
  }

  @Test
  void namesTheFirstFlawedExtension() {
    String tooLong = "x".repeat(201);
    byte[] control = order("o").with("b", "\u0085").with("a", tooLong).bytes();
    byte[] length = order("o").with("b", tooLong).with("a", "\u0085").bytes();
    for (byte[] text : List.of(control, length)) {
      assertThat(new PlainEvents(text).read(0)).isNotNull();
      assertSame(text, RandomEvents::one);
    }
  }

  @Test
  void leavesDeepDataToJackson() {
    for (int levels : new int[] {30, 31, 32, 497, 498, 499, 500, 501, 600}) {
      byte[] text = order("o").withData("[".repeat(levels) + "]".repeat(levels));
      assertThat(new PlainEvents(text).read(0) == null).isEqualTo(levels > 31);
      assertSame(text, RandomEvents::one);
      assertSame(text, RandomEvents::batchOf);
    }
  }

  @Test
  void judgesAnythingAsJacksonReadsIt() {
    long seed = Long.getLong("churnops.seed", System.nanoTime());
    System.out.println("PlainEventsTests churnops.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int plain = 0;
    int kept = 0;
    for (int i = 0; i < 12_000; i++) {
      byte[] text = RandomEvents.event(random);
      assertSame(text, RandomEvents::one, seed);
      PlainEvent event = new PlainEvents(text).read(0);
      plain += event == null ? 0 : 1;
      kept += event != null && isValid(RawEvent.plain(text, 0, text.length, event)) ? 1 : 0;
    }
    assertThat(plain).as("seed %d", seed).isBetween(1_000, 11_000);
    assertThat(kept).as("valid ones, seed %d", seed).isGreaterThan(1_000);
    for (int i = 0; i < 3_000; i++) {
      assertSame(RandomEvents.batch(random), RandomEvents::one, seed);
    }
  }

  private static boolean isValid(RawEvent event) {
    return judge.judge(event, NOW, false) instanceof Judgement.Valid;
  }

  private static void assertSame(byte[] text, Function<byte[], byte[]> body) {
    assertSame(text, body, 0);
  }

  private static void assertSame(byte[] event, Function<byte[], byte[]> form, long seed) {
    byte[] text = form.apply(event);
    boolean isBatch = text.length > 0 && text[0] == '[';
    assertThat(judged(text, isBatch ? reader::readBatch : one(reader::readOne)))
        .as("%s, seed %d", new String(text, StandardCharsets.UTF_8), seed)
        .isEqualTo(
            judged(text, isBatch ? EventReader::readAnyBatch : one(EventReader::readAnyOne)));
  }

  private static Function<byte[], List<RawEvent>> one(Function<byte[], RawEvent> read) {
    return text -> List.of(read.apply(text));
  }

  private static List<String> judged(byte[] text, Function<byte[], List<RawEvent>> read) {
    try {
      return read.apply(text).stream()
          .flatMap(event ->
              Stream.of(
                  told(judge.judge(event, NOW, false)),
                  String.valueOf(event.json()),
                  String.valueOf(event.flaw())))
          .toList();
    } catch (ProblemException refused) {
      return List.of(String.valueOf(refused.getBody()));
    }
  }

  private static String told(Judgement judgement) {
    List<Object> told = new ArrayList<>();
    switch (judgement) {
      case Judgement.Valid(CustomerEvent event, var warnings) ->
          told.addAll(
              Arrays.asList(
                  event.id(),
                  event.source(),
                  event.type(),
                  event.subject(),
                  event.time(),
                  event.knownTime(),
                  new TreeMap<>(event.extensions().toMap()),
                  new String(event.data(), StandardCharsets.ISO_8859_1),
                  warnings));
      case Judgement.Invalid invalid ->
          told.addAll(
              Arrays.asList(
                  invalid.id(),
                  invalid.subject(),
                  invalid.flaw(),
                  invalid.detail(),
                  invalid.quarantined(),
                  invalid.cut(),
                  new String(invalid.original(), StandardCharsets.ISO_8859_1)));
    }
    return told.toString();
  }
}
