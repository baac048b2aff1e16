package io.churnops.contract;

/**
 * Kafka record headers of a CloudEvent 1.0 in binary mode; values are UTF-8 text. The record's
 * value is the event's {@code data} as JSON, its key the {@code subject}.
 */
public final class CloudEventHeaders {

  public static final String SPEC_VERSION = "ce_specversion";
  public static final String ID = "ce_id";
  public static final String SOURCE = "ce_source";
  public static final String TYPE = "ce_type";
  public static final String SUBJECT = "ce_subject";

  /** Event time, RFC 3339. */
  public static final String TIME = "ce_time";

  /**
   * When the event became known to the business, RFC 3339; an extension attribute. Absent means:
   * when the record was appended.
   */
  public static final String KNOWN_TIME = "ce_knowntime";

  public static final String CONTENT_TYPE = "content-type";

  /** On dead-letter records: a stable code of why the record is there. */
  public static final String DEAD_LETTER_CODE = "churnops-dlt-code";

  /** On dead-letter records: a sentence for a person. */
  public static final String DEAD_LETTER_DETAIL = "churnops-dlt-detail";

  /** On dead-letter records of consumers: the partition of the record that was bad. */
  public static final String DEAD_LETTER_PARTITION = "churnops-dlt-partition";

  /** On dead-letter records of consumers: the offset of the record that was bad. */
  public static final String DEAD_LETTER_OFFSET = "churnops-dlt-offset";

  /**
   * On dead-letter records of consumers: the timestamp of the record that was bad, milliseconds
   * since the epoch. It tells the offsets of a topic from those of an earlier one of its name.
   */
  public static final String DEAD_LETTER_TIMESTAMP = "churnops-dlt-timestamp";

  private CloudEventHeaders() {}
}
