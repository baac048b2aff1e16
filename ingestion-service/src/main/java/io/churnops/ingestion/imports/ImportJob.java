package io.churnops.ingestion.imports;

import java.time.Instant;
import java.util.UUID;

/** An import to be done. */
record ImportJob(
    UUID importId,
    String name,
    String mapping,
    String submittedBy,
    Instant submittedAt,
    long fileBytes) {}
