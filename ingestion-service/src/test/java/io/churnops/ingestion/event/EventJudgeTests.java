package io.churnops.ingestion.event;

import static io.churnops.ingestion.EventTexts.NOW;
import static io.churnops.ingestion.EventTexts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.EventTexts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventJudgeTests {

  private static final EventReader reader = new EventReader();
  private static final EventJudge judge = new EventJudge(new EventSchemas(), new JsonMapper());

  @Test
  void acceptsAValidEventWithCompactData() {
    CustomerEvent event =
        accepted(
            order("o-1")
                .withData(
                    "{ \"orderId\": \"o-1\", \"amountMinor\": 1, \"currency\": \"EUR\", \"rate\": 0.10 }"));
    assertThat(event.key()).isEqualTo(new EventKey("/shop/web", "o-1"));
    assertThat(event.subject()).isEqualTo("C-1");
    assertThat(event.time()).isEqualTo("2026-11-21T10:15:30.123456Z");
    assertThat(event.knownTime()).isNull();
    assertThat(new String(event.data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"orderId\":\"o-1\",\"amountMinor\":1,\"currency\":\"EUR\",\"rate\":0.10}");
  }

  @Test
  void passesCompactDataOnAsTheyCame() {
    for (String data :
        new String[] {"{}", "{\"sessionId\":\"a \\\" b\\\\\",\"own\":[1e2,{\"x\":\"\\u00e4\"}]}"}) {
      assertThat(dataOf(data.getBytes(StandardCharsets.UTF_8))).isEqualTo(data);
    }
  }

  @Test
  void writesDataAnewThatAreNotCompactOrNotAscii() {
    assertThat(dataOf("{\"own\":\t[1 ,2]}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("{\"own\":[1,2]}");
    assertThat(dataOf("{\"own\":\"ä\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("{\"own\":\"ä\"}");
  }

  /** Of an event whose data stand between other members, as UTF-8. */
  private static String dataOf(byte[] data) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(
        ("[{\"specversion\":\"1.0\",\"id\":\"s\",\"source\":\"/shop\",\"type\":\"session.started\","
                + "\"subject\":\"C-1\",\"data\" : ")
            .getBytes(StandardCharsets.UTF_8));
    text.writeBytes(data);
    text.writeBytes(" , \"time\":\"2026-11-21T10:15:30Z\"}]".getBytes(StandardCharsets.UTF_8));
    Judgement judged =
        judge.judge(reader.readBatch(text.toByteArray()).getFirst(), EventTexts.NOW, false);
    return new String(((Judgement.Valid) judged).event().data(), StandardCharsets.UTF_8);
  }

  @Test
  void keepsNoTreeOfAnEventThatIsJudged() {
    EventJudge strict = new EventJudge(new EventSchemas(), anyQuality(), new JsonMapper());
    for (byte[] text :
        List.of(
            order("o").bytes(),
            order("o").with("subject", "\u0085").bytes(),
            order("o").withData("{}"),
            order("o")
                .withData(
                    "{\"orderId\":\"\\ud83d\\ude00\",\"amountMinor\":1,\"currency\":\"EUR\"}"))) {
      RawEvent event = reader.readOne(text);
      strict.judge(event, NOW, false);
      assertThat(event.hasTree()).isFalse();
    }
  }

  private static QualityCheck anyQuality() {
    return new QualityCheck() {
      @Override
      public boolean concerns(String type) {
        return true;
      }

      @Override
      public List<RuleBreach> breaches(String type, JsonNode data) {
        return List.of();
      }
    };
  }

  @Test
  void keepsTimesToTheMicrosecondInUtc() {
    CustomerEvent event =
        accepted(order("o-1").with("time", "2026-11-21T11:15:30.123456789+01:00").bytes());
    assertThat(event.time()).isEqualTo("2026-11-21T10:15:30.123456Z");
  }

  @Test
  void keepsExtensionAttributes() {
    CustomerEvent event =
        accepted(
            order("o-1")
                .with("traceparent", "00-abc")
                .with("sampled", true)
                .with("shard", 7)
                .with("dataschema", "https://example.org/s")
                .withNull("tenant")
                .bytes());
    assertThat(event.extensions().toMap())
        .isEqualTo(
            Map.of(
                "traceparent", "00-abc",
                "sampled", "true",
                "shard", "7",
                "dataschema", "https://example.org/s"));
  }

  @Test
  void rejectsWhatIsNotAnObject() {
    assertThat(flaw("[1]")).isEqualTo(Flaw.NOT_AN_OBJECT);
    assertThat(flaw("\"text\"")).isEqualTo(Flaw.NOT_AN_OBJECT);
    assertThat(flaw("null")).isEqualTo(Flaw.NOT_AN_OBJECT);
  }

  @Test
  void rejectsMissingAttributes() {
    for (String attribute : List.of("specversion", "id", "source", "type", "time")) {
      assertThat(flaw(order("o").without(attribute))).isEqualTo(Flaw.MISSING_ATTRIBUTE);
      assertThat(flaw(order("o").withNull(attribute))).isEqualTo(Flaw.MISSING_ATTRIBUTE);
      assertThat(flaw(order("o").with(attribute, "  "))).isEqualTo(Flaw.MISSING_ATTRIBUTE);
      assertThat(flaw(order("o").with(attribute, 7))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    }
  }

  @Test
  void rejectsEventsOfNobody() {
    assertThat(flaw(order("o").without("subject"))).isEqualTo(Flaw.MISSING_SUBJECT);
    assertThat(flaw(order("o").withNull("subject"))).isEqualTo(Flaw.MISSING_SUBJECT);
    assertThat(flaw(order("o").with("subject", ""))).isEqualTo(Flaw.MISSING_SUBJECT);
    assertThat(flaw(order("o").with("subject", " \t"))).isEqualTo(Flaw.MISSING_SUBJECT);
  }

  @Test
  void limitsTheLengthOfAttributes() {
    for (String attribute : List.of("id", "source", "subject", "traceparent")) {
      assertThat(accepted(order("o").with(attribute, "x".repeat(199)).bytes())).isNotNull();
      assertThat(accepted(order("o").with(attribute, "x".repeat(200)).bytes())).isNotNull();
      assertThat(flaw(order("o").with(attribute, "x".repeat(201))))
          .isEqualTo(Flaw.INVALID_ATTRIBUTE);
    }
  }

  @Test
  void rejectsControlCharactersInAttributes() {
    for (String attribute : List.of("id", "source", "subject", "traceparent")) {
      for (String control : List.of("\u0007", "\u007f", "\u0085")) {
        assertThat(flaw(order("o").with(attribute, "a" + control)))
            .isEqualTo(Flaw.INVALID_ATTRIBUTE);
      }
    }
    for (String space : List.of(" ", "\u2003")) {
      assertThat(flaw(order("o").with("source", "/a" + space + "b")))
          .isEqualTo(Flaw.INVALID_ATTRIBUTE);
    }
  }

  @Test
  void rejectsExtensionsAgainstTheSpecification() {
    assertThat(flaw(order("o").with("traceParent", "x"))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(flaw(order("o").with("trace_parent", "x"))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(flaw(order("o").with("x".repeat(21), "x"))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(flaw(order("o").with("nested", Map.of()))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(flaw(order("o").with("big", 3_000_000_000L))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(accepted(order("o").with("x".repeat(20), "x").bytes())).isNotNull();
  }

  @Test
  void takesJsonDataOnly() {
    assertThat(flaw(order("o").with("datacontenttype", "text/xml")))
        .isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(flaw(order("o").with("data_base64", "e30="))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(flaw(order("o").with("specversion", "0.3"))).isEqualTo(Flaw.INVALID_ATTRIBUTE);
    assertThat(
            accepted(order("o").with("datacontenttype", "application/json; charset=UTF-8").bytes()))
        .isNotNull();
  }

  @Test
  void rejectsUnknownTypes() {
    assertThat(flaw(order("o").with("type", "order.teleported"))).isEqualTo(Flaw.UNKNOWN_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "1700000000",
        "2026-11-21",
        "2026-11-21T10:15:30",
        "2026-11-21T10:15Z",
        "2026-11-21 10:15:30Z",
        "2026-02-30T10:15:30Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T10:15:60Z",
        "2026-11-21T10:15:30+25:00",
        "2026-11-21T10:15:30.Z",
        "+12026-11-21T10:15:30Z"
      })
  void rejectsWhatIsNotATime(String time) {
    assertThat(flaw(order("o").with("time", time))).isEqualTo(Flaw.INVALID_TIME);
  }

  @Test
  void rejectsTimesMoreThanFiveMinutesAhead() {
    Instant limit = NOW.plusSeconds(300);
    assertThat(accepted(order("o").with("time", limit.minusMillis(1).toString()).bytes()))
        .isNotNull();
    assertThat(accepted(order("o").with("time", limit.toString()).bytes())).isNotNull();
    assertThat(flaw(order("o").with("time", limit.plusMillis(1).toString())))
        .isEqualTo(Flaw.TIME_IN_FUTURE);
  }

  @Test
  void rejectsTimesBeforeTheYear2000() {
    assertThat(flaw(order("o").with("time", "1970-01-01T00:00:00Z"))).isEqualTo(Flaw.TIME_TOO_OLD);
    assertThat(flaw(order("o").with("time", "1999-12-31T23:59:59.999999Z")))
        .isEqualTo(Flaw.TIME_TOO_OLD);
    assertThat(accepted(order("o").with("time", "2000-01-01T00:00:00Z").bytes())).isNotNull();
  }

  @Test
  void takesAKnownTimeOfTheLastFiveMinutesFromAnyone() {
    EventTexts event = order("o").with("time", NOW.minusSeconds(9_000).toString());
    Instant edge = NOW.minusSeconds(300);
    assertThat(accepted(event.with("knowntime", edge.toString()).bytes()).knownTime())
        .isEqualTo(edge);
    assertThat(flaw(event.with("knowntime", edge.minusMillis(1).toString())))
        .isEqualTo(Flaw.BACKFILL_NOT_ALLOWED);
  }

  @Test
  void takesAnOlderKnownTimeWithTheScope() {
    byte[] event =
        order("o")
            .with("time", "2020-01-01T00:00:00Z")
            .with("knowntime", "2020-01-01T00:00:00Z")
            .bytes();
    assertThat(judge.judge(reader.readOne(event), NOW, true))
        .isInstanceOfSatisfying(
            Judgement.Valid.class,
            valid -> {
              assertThat(valid.event().knownTime()).isEqualTo("2020-01-01T00:00:00Z");
              assertThat(valid.event().extensions().toMap()).isEmpty();
            });
  }

  @Test
  void rejectsAKnownTimeBeforeTheEventOrAheadOfTheClock() {
    EventTexts event = order("o").with("time", NOW.toString());
    assertThat(flaw(event.with("knowntime", NOW.minusMillis(1).toString())))
        .isEqualTo(Flaw.INVALID_KNOWN_TIME);
    assertThat(flaw(event.with("knowntime", NOW.plusSeconds(301).toString())))
        .isEqualTo(Flaw.INVALID_KNOWN_TIME);
    assertThat(flaw(event.with("knowntime", "soon"))).isEqualTo(Flaw.INVALID_KNOWN_TIME);
    assertThat(flaw(event.with("knowntime", 7))).isEqualTo(Flaw.INVALID_KNOWN_TIME);
  }

  @Test
  void rejectsMissingData() {
    assertThat(flaw(order("o").without("data"))).isEqualTo(Flaw.MISSING_DATA);
    assertThat(flaw(order("o").withNull("data"))).isEqualTo(Flaw.MISSING_DATA);
  }

  @Test
  void namesTheFirstViolationsWithoutTheirValues() {
    Judgement judged =
        judge(
            order("secret-id")
                .withData(
                    """
                    {"orderId": 7, "amountMinor": -1, "currency": "pounds-of-Jane",
                     "discountMinor": "x", "items": [{"productId": "p"}]}
                    """));
    assertThat(judged)
        .isInstanceOfSatisfying(
            Judgement.Invalid.class,
            invalid -> {
              assertThat(invalid.flaw()).isEqualTo(Flaw.SCHEMA_VIOLATION);
              assertThat(invalid.detail())
                  .contains("/data/", "; and 4 more")
                  .doesNotContain("Jane", "secret");
            });
  }

  @Test
  void keepsTheOriginalOfWhatItRejects() {
    byte[] text = order("o").with("type", "nonsense").bytes();
    assertThat(judge(text))
        .isInstanceOfSatisfying(
            Judgement.Invalid.class,
            invalid -> {
              assertThat(invalid.original()).isEqualTo(text);
              assertThat(invalid.cut()).isFalse();
              assertThat(invalid.id()).isEqualTo("o");
              assertThat(invalid.subject()).isEqualTo("C-1");
            });
  }

  @Test
  void limitsTheSizeOfAnEvent() {
    for (int size : new int[] {RawEvent.MAX_BYTES - 1, RawEvent.MAX_BYTES}) {
      assertThat(accepted(orderOfSize(size))).isNotNull();
    }
    byte[] tooLarge = orderOfSize(RawEvent.MAX_BYTES + 1);
    assertThat(judge(tooLarge))
        .isInstanceOfSatisfying(
            Judgement.Invalid.class,
            invalid -> {
              assertThat(invalid.flaw()).isEqualTo(Flaw.EVENT_TOO_LARGE);
              assertThat(invalid.original()).hasSize(RawEvent.MAX_BYTES);
              assertThat(invalid.cut()).isTrue();
            });
  }

  private static byte[] orderOfSize(int size) {
    String data = "{\"orderId\":\"o\",\"amountMinor\":1,\"currency\":\"EUR\",\"note\":\"%s\"}";
    int rest = order("o").withData(data.formatted("")).length;
    return order("o").withData(data.formatted("x".repeat(size - rest)));
  }

  private static Judgement judge(byte[] text) {
    return judge.judge(reader.readOne(text), NOW, false);
  }

  private static CustomerEvent accepted(byte[] text) {
    Judgement judged = judge(text);
    assertThat(judged).isInstanceOf(Judgement.Valid.class);
    return ((Judgement.Valid) judged).event();
  }

  private static Flaw flaw(EventTexts event) {
    return flaw(event.text());
  }

  private static Flaw flaw(String text) {
    Judgement judged = judge(text.getBytes(StandardCharsets.UTF_8));
    assertThat(judged).as(text).isInstanceOf(Judgement.Invalid.class);
    return ((Judgement.Invalid) judged).flaw();
  }
}
