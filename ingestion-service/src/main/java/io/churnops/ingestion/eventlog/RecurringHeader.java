package io.churnops.ingestion.eventlog;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A header that most records of a call have in common, made once for each run of one value. */
final class RecurringHeader {

  private final String key;
  private @Nullable String value;
  private @Nullable Header header;

  RecurringHeader(String key) {
    this.key = key;
  }

  Header of(String wanted) {
    Header known = header;
    if (known != null && wanted.equals(value)) {
      return known;
    }
    Header made = new RecordHeader(key, wanted.getBytes(StandardCharsets.UTF_8));
    value = wanted;
    header = made;
    return made;
  }
}
