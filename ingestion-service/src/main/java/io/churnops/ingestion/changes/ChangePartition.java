package io.churnops.ingestion.changes;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a mapping has come in one partition of its topics. */
record ChangePartition(
    String topic,
    int partition,
    @Schema(description = "The offset of the record to be read next.") long position,
    @Schema(description = "The offset that the next record of the capture gets.") long end,
    @Schema(description = "Since when the record to be read next is in Kafka.")
        @Nullable Instant oldestWaiting) {

  private static final double MILLIS = 1_000.0;

  long waiting() {
    return Math.max(0, end - position);
  }

  double waitedSeconds(Instant now) {
    return oldestWaiting == null
        ? 0
        : Math.max(0, Duration.between(oldestWaiting, now).toMillis() / MILLIS);
  }
}
