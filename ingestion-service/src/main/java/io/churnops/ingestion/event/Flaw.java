package io.churnops.ingestion.event;

import java.util.Locale;

/** Why an event is not taken; the name in lower case is the stable code of the answer. */
public enum Flaw {
  /** The text is not JSON. */
  MALFORMED_JSON,
  /** The event is not a JSON object. */
  NOT_AN_OBJECT,
  /** An object of the event has the same name twice. */
  DUPLICATE_KEY,
  /** Nested deeper than any event needs to be. */
  TOO_DEEP,
  /** A string holds U+0000 or half of a surrogate pair, which no store of the suite can keep. */
  UNSTORABLE_TEXT,
  /** A number beyond the range of a double. */
  NUMBER_OUT_OF_RANGE,
  /** Longer than one event may be. */
  EVENT_TOO_LARGE,
  /** A required CloudEvents attribute is absent. */
  MISSING_ATTRIBUTE,
  /** A CloudEvents attribute is not as the specification or our limits want it. */
  INVALID_ATTRIBUTE,
  /** No {@code subject}, or a blank one: nobody to attribute the event to. */
  MISSING_SUBJECT,
  /** No schema is known for the type. */
  UNKNOWN_TYPE,
  /** Not an RFC 3339 time with an offset. */
  INVALID_TIME,
  /** The time lies more than five minutes ahead of this service's clock. */
  TIME_IN_FUTURE,
  /** The time lies before the year 2000. */
  TIME_TOO_OLD,
  /** The known time is no time, before the event or ahead of the clock. */
  INVALID_KNOWN_TIME,
  /** The key lacks the scope {@code events:backfill}. */
  BACKFILL_NOT_ALLOWED,
  /** No {@code data}. */
  MISSING_DATA,
  /** The data do not satisfy the JSON Schema of the type. */
  SCHEMA_VIOLATION,
  /** The data break a quality rule of the type. */
  QUALITY_RULE,
  /** A row that was pulled and of which the mapping can make no event. */
  UNMAPPABLE_ROW;

  /** Whether the event is held back for a person to decide: its sender may well be right. */
  boolean quarantines() {
    return this == TIME_IN_FUTURE;
  }

  /** The code as it goes over the wire, for example {@code time_in_future}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
