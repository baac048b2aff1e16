package io.churnops.ingestion.changes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a mapping of changes fares, as told to a caller. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeStatus(
    String name,
    int version,
    @Schema(description = "When Kafka was asked; absent before it has answered.")
        @Nullable Instant seenAt,
    @Schema(description = "Records of the capture that are not read yet.")
        @Nullable Long lagRecords,
    @Schema(description = "Since when the oldest of them is in Kafka; 0 when there is none.")
        @Nullable Double lagSeconds,
    @Schema(description = "Empty while no topic of the mapping is there.")
        List<ChangePartition> partitions,
    @Schema(description = "When the database committed the last change that was read.")
        @Nullable Instant lastChangeAt,
    @Schema(description = "Of that change in the database's log, as its connector tells it.")
        @Nullable String lastPosition,
    @Schema(description = "About the last record that could not become an event.")
        @Nullable ChangeError lastError,
    @Schema(description = "What keeps it from going on; it is tried again.")
        @Nullable String trouble) {

  static ChangeStatus of(
      RegisteredMapping mapping,
      Optional<ChangeLag.Lag> lag,
      ChangeProgress progress,
      Instant now) {
    return new ChangeStatus(
        mapping.name(),
        mapping.version(),
        lag.map(ChangeLag.Lag::at).orElse(null),
        lag.map(ChangeLag.Lag::records).orElse(null),
        lag.map(seen -> seen.seconds(now)).orElse(null),
        lag.map(ChangeLag.Lag::partitions).orElse(List.of()),
        progress.changedAt(),
        progress.position(),
        progress.error(),
        progress.trouble());
  }
}
