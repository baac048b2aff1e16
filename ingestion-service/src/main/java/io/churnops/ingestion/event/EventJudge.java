package io.churnops.ingestion.event;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.ingestion.event.Attributes.Specified;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges events by the contract: CloudEvents 1.0, a known type, a customer, a believable time and
 * data that satisfy the type's schema; then by the quality rules of the type, if there are any.
 */
public final class EventJudge {

  /** How far a producer's clock may run ahead of ours. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /** Characters the text of an attribute may have. */
  public static final int MAX_TEXT = Attributes.MAX_TEXT;

  /** Times before this are mistakes: an unset clock, or seconds taken for milliseconds. */
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final String KNOWN_TIME = CloudEventHeaders.KNOWN_TIME.substring("ce_".length());

  private final EventSchemas schemas;
  private final QualityCheck quality;
  private final JsonMapper json;

  /** Judges by the contract alone. */
  public EventJudge(EventSchemas schemas, JsonMapper json) {
    this(schemas, QualityCheck.NONE, json);
  }

  /** Judges by the contract, then by quality rules. */
  public EventJudge(EventSchemas schemas, QualityCheck quality, JsonMapper json) {
    this.schemas = schemas;
    this.quality = quality;
    this.json = json;
  }

  /** A judge of events that are only looked at: nothing is learnt from them or counted. */
  public EventJudge withoutTrace() {
    return new EventJudge(schemas, quality.withoutTrace(), json);
  }

  /**
   * Judges one event.
   *
   * @param now the instant that times are judged by
   * @param mayBackfill whether the caller may say that an event has long been known
   */
  public Judgement judge(RawEvent raw, Instant now, boolean mayBackfill) {
    return judge(raw, now, mayBackfill, quality);
  }

  /** Judges one event by the contract alone: a person has decided that its quality will do. */
  public Judgement judgeByContract(RawEvent raw, Instant now, boolean mayBackfill) {
    return judge(raw, now, mayBackfill, QualityCheck.NONE);
  }

  private Judgement judge(RawEvent raw, Instant now, boolean mayBackfill, QualityCheck quality) {
    try {
      FlawException known = raw.flaw();
      if (known != null) {
        throw known;
      }
      CustomerEvent valid = judge(raw, attributes(raw), now, mayBackfill);
      return new Judgement.Valid(valid, warnings(quality, valid.type(), raw));
    } catch (FlawException flaw) {
      return new Judgement.Invalid(
          readable(raw, "id"),
          readable(raw, "subject"),
          flaw.flaw(),
          flaw.detail(),
          flaw.rule(),
          flaw.quarantines(),
          raw.original(),
          raw.size() > RawEvent.MAX_BYTES);
    } finally {
      raw.dropTree();
    }
  }

  private static Attributes attributes(RawEvent raw) {
    if (raw.plain() != null) {
      return raw.plain();
    }
    if (raw.json() instanceof ObjectNode event) {
      return new TreeAttributes(event);
    }
    throw new FlawException(Flaw.NOT_AN_OBJECT, "An event is a JSON object.");
  }

  /** The rules broken that only warn; the hardest of the others decides. */
  private static List<RuleBreach> warnings(QualityCheck quality, String type, RawEvent raw) {
    if (!quality.concerns(type)) {
      return List.of();
    }
    List<RuleBreach> breaches = quality.breaches(type, raw.data());
    if (breaches.isEmpty()) {
      return breaches;
    }
    RuleBreach hardest = Collections.max(breaches, Comparator.comparing(RuleBreach::action));
    if (hardest.action() != RuleAction.WARN) {
      throw new FlawException(hardest);
    }
    return breaches;
  }

  private CustomerEvent judge(RawEvent raw, Attributes event, Instant now, boolean mayBackfill) {
    requireVersion(event);
    event.requireJsonData();
    String id = text(event, Specified.ID, Flaw.MISSING_ATTRIBUTE);
    String source = source(event);
    String type = type(event);
    String subject = text(event, Specified.SUBJECT, Flaw.MISSING_SUBJECT);
    Instant time = time(event, now);
    Extensions extensions = event.extensions();
    Instant known = knownTime(extensions.find(KNOWN_TIME), time, now, mayBackfill);
    return new CustomerEvent(
        id, source, type, subject, time, known, extensions.without(KNOWN_TIME), data(raw, type));
  }

  private static void requireVersion(Attributes event) {
    if (!"1.0".equals(text(event, Specified.SPECVERSION, Flaw.MISSING_ATTRIBUTE))) {
      throw new FlawException(Flaw.INVALID_ATTRIBUTE, "specversion must be \"1.0\".");
    }
  }

  private static String source(Attributes event) {
    String source = text(event, Specified.SOURCE, Flaw.MISSING_ATTRIBUTE);
    if (Texts.hasSpace(source)) {
      throw new FlawException(
          Flaw.INVALID_ATTRIBUTE, "source must be a URI reference, without spaces.");
    }
    return source;
  }

  private String type(Attributes event) {
    String type = text(event, Specified.TYPE, Flaw.MISSING_ATTRIBUTE);
    if (!schemas.knows(type)) {
      throw new FlawException(Flaw.UNKNOWN_TYPE, "No schema is known for this event type.");
    }
    return type;
  }

  private static Instant time(Attributes event, Instant now) {
    Instant time =
        EventTime.parse(text(event, Specified.TIME, Flaw.MISSING_ATTRIBUTE))
            .orElseThrow(() ->
                new FlawException(
                    Flaw.INVALID_TIME,
                    "time must be RFC 3339 with an offset, as in 2026-03-01T10:15:30Z."));
    if (time.isAfter(now) && time.isAfter(now.plus(CLOCK_TOLERANCE))) {
      throw new FlawException(
          Flaw.TIME_IN_FUTURE, "time is more than five minutes ahead of this service's clock.");
    }
    if (time.isBefore(EARLIEST)) {
      throw new FlawException(Flaw.TIME_TOO_OLD, "time is before the year 2000.");
    }
    return time;
  }

  private static @Nullable Instant knownTime(
      @Nullable String text, Instant time, Instant now, boolean mayBackfill) {
    if (text == null) {
      return null;
    }
    Instant known =
        EventTime.parse(text)
            .orElseThrow(() ->
                new FlawException(
                    Flaw.INVALID_KNOWN_TIME, "knowntime must be RFC 3339 with an offset."));
    if (known.isBefore(time) || known.isAfter(now.plus(CLOCK_TOLERANCE))) {
      throw new FlawException(
          Flaw.INVALID_KNOWN_TIME,
          "knowntime must not be before time, nor ahead of this service's clock.");
    }
    if (!mayBackfill && known.isBefore(now.minus(CLOCK_TOLERANCE))) {
      throw new FlawException(
          Flaw.BACKFILL_NOT_ALLOWED,
          "A knowntime more than five minutes ago needs the scope events:backfill.");
    }
    return known;
  }

  private byte[] data(RawEvent raw, String type) {
    PlainEvent plain = raw.plain();
    if (plain == null || !schemas.areCertainlyValid(type, plain)) {
      requireValid(raw.data(), type);
    }
    return raw.compactData().orElseGet(() -> json.writeValueAsBytes(raw.data()));
  }

  private void requireValid(JsonNode data, String type) {
    if (data.isMissingNode() || data.isNull()) {
      throw new FlawException(
          Flaw.MISSING_DATA, "data is missing; send {} where there is nothing to say.");
    }
    schemas
        .violations(type, data)
        .ifPresent(violations -> {
          throw new FlawException(Flaw.SCHEMA_VIOLATION, violations);
        });
  }

  private static String text(Attributes event, Specified attribute, Flaw missing) {
    String text = event.text(attribute);
    if (text == null) {
      throw new FlawException(missing, attribute + " is missing.");
    }
    if (text.isBlank()) {
      throw new FlawException(missing, attribute + " is blank.");
    }
    return event.arePrintable() && text.length() <= MAX_TEXT
        ? text
        : Attributes.limited(text, attribute.toString());
  }

  /** An attribute of an event that may be anything, for the answer and the dead letter. */
  private static @Nullable String readable(RawEvent raw, String attribute) {
    if (raw.json() instanceof ObjectNode event
        && event.get(attribute) instanceof JsonNode value
        && value.isString()
        && !value.stringValue().isBlank()
        && value.stringValue().length() <= MAX_TEXT
        && Texts.storable(value.stringValue())) {
      return value.stringValue();
    }
    return null;
  }
}
