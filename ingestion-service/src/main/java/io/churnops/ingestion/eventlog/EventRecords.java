package io.churnops.ingestion.eventlog;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Rfc3339;
import io.churnops.contract.Topics;
import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.event.Extensions;
import io.churnops.ingestion.event.Judgement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The Kafka records of events and of refused events; those of one call share what they can. */
public final class EventRecords {

  private static final Header VERSION =
      new RecordHeader(CloudEventHeaders.SPEC_VERSION, "1.0".getBytes(StandardCharsets.UTF_8));
  private static final Header JSON =
      new RecordHeader(
          CloudEventHeaders.CONTENT_TYPE, "application/json".getBytes(StandardCharsets.UTF_8));

  /** On dead letters that are only the beginning of an event that was too large. */
  public static final String CUT = "churnops-dlt-cut";

  /** On dead letters: when this service refused the event, RFC 3339. */
  public static final String REFUSED_AT = "churnops-dlt-refused-at";

  /** On dead letters of events that were not refused but await a person's decision. */
  public static final String QUARANTINED = "churnops-dlt-quarantined";

  /** On dead letters of events that broke a quality rule: its name. */
  public static final String RULE = "churnops-dlt-rule";

  private final RecurringHeader source = new RecurringHeader(CloudEventHeaders.SOURCE);
  private final RecurringHeader type = new RecurringHeader(CloudEventHeaders.TYPE);

  /** A valid event: CloudEvents binary mode, keyed by customer. */
  public ProducerRecord<String, byte[]> of(CustomerEvent event) {
    var record = new ProducerRecord<>(Topics.CUSTOMER_EVENTS, event.subject(), event.data());
    record.headers().add(VERSION);
    header(record, CloudEventHeaders.ID, event.id());
    record.headers().add(source.of(event.source())).add(type.of(event.type()));
    header(record, CloudEventHeaders.SUBJECT, event.subject());
    record.headers().add(CloudEventHeaders.TIME, Rfc3339.ascii(event.time()));
    Instant known = event.knownTime();
    if (known != null) {
      header(record, CloudEventHeaders.KNOWN_TIME, known.toString());
    }
    Extensions extensions = event.extensions();
    for (int i = 0; i < extensions.size(); i++) {
      record.headers().add(new ExtensionHeader(extensions, i));
    }
    record.headers().add(JSON);
    return record;
  }

  /** A refused event: as it came (CloudEvents structured mode), with the reason in its headers. */
  public static ProducerRecord<String, byte[]> of(Judgement.Invalid invalid, Instant refusedAt) {
    var record =
        new ProducerRecord<String, byte[]>(
            Topics.CUSTOMER_EVENTS_DEAD_LETTER, invalid.subject(), invalid.original());
    header(record, CloudEventHeaders.CONTENT_TYPE, "application/cloudevents+json");
    header(record, CloudEventHeaders.DEAD_LETTER_CODE, invalid.flaw().code());
    header(record, CloudEventHeaders.DEAD_LETTER_DETAIL, invalid.detail());
    header(record, REFUSED_AT, refusedAt.truncatedTo(ChronoUnit.MICROS).toString());
    if (invalid.quarantined()) {
      header(record, QUARANTINED, "true");
    }
    if (invalid.rule() != null) {
      header(record, RULE, invalid.rule());
    }
    if (invalid.cut()) {
      header(record, CUT, "true");
    }
    return record;
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
