package io.churnops.ingestion.imports;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import to be done.
 *
 * @param file where its file is and how large
 * @param knownTime what the known times of its events are, as the report says it
 */
record ImportJob(
    UUID importId,
    String name,
    String mapping,
    String submittedBy,
    Instant submittedAt,
    Source file,
    String knownTime) {

  /**
   * The file of an import.
   *
   * @param path below the mounted folder; null where it was uploaded
   * @param modifiedAt of a file below the mounted folder
   */
  record Source(long bytes, @Nullable String path, @Nullable Instant modifiedAt) {

    static Source uploaded(long bytes) {
      return new Source(bytes, null, null);
    }
  }
}
