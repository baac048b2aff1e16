package io.churnops.ingestion.changes;

import io.churnops.ingestion.mapping.ChangeMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Notes how far a mapping has come and what went wrong, batch by batch, for people who look. Never
 * stands in the way of the changes: without Postgres nothing is noted, nor tried for a while, as
 * each try waits for a connection. For one thread.
 */
final class ChangeNotes {

  private static final Logger log = LoggerFactory.getLogger(ChangeNotes.class);

  private static final Duration REST = Duration.ofSeconds(30);

  private final String mapping;
  private final ChangeProgressStore store;
  private final InstantSource clock;
  private @Nullable Instant changedAt;
  private @Nullable String position;
  private @Nullable ChangeError error;
  private Instant restUntil = Instant.MIN;

  ChangeNotes(String mapping, ChangeProgressStore store, InstantSource clock) {
    this.mapping = mapping;
    this.store = store;
    this.clock = clock;
  }

  void begin() {
    changedAt = null;
    position = null;
    error = null;
  }

  void read(ObjectNode row) {
    try {
      changedAt = Instant.parse(row.path(ChangeMapping.CHANGED_AT).asString(""));
      position = sourcePosition(row.path(ChangeMapping.POSITION).asString(""));
    } catch (DateTimeParseException noTime) {
      log.debug("A change without its time: mapping={}", mapping);
    }
  }

  /** Without what tells the rows of one position apart: the operation and the digest. */
  private static @Nullable String sourcePosition(String rowPosition) {
    String position = rowPosition.replaceFirst("-[^-]*-[^-]*$", "").replaceFirst("^0+(?=\\d)", "");
    return position.isEmpty() ? null : position;
  }

  void buried(ConsumerRecord<?, ?> record, String code, String detail) {
    error =
        new ChangeError(
            code, detail, record.topic(), record.partition(), record.offset(), clock.instant());
  }

  void done() {
    keep(() -> store.advanced(mapping, new ChangeProgress(changedAt, position, error, null)));
  }

  /** By its kinds alone: the words of an exception may be a customer's data. */
  void troubled(RuntimeException why) {
    String kind = why.getClass().getSimpleName();
    String cause = why.getCause() == null ? "" : " of " + why.getCause().getClass().getSimpleName();
    keep(() -> store.troubled(mapping, kind + cause));
  }

  private void keep(Runnable note) {
    if (clock.instant().isBefore(restUntil)) {
      return;
    }
    try {
      note.run();
    } catch (DataAccessException | TransactionException away) {
      restUntil = clock.instant().plus(REST);
      log.warn("Progress of changes not noted: mapping={} reason={}", mapping, away.toString());
    }
  }
}
