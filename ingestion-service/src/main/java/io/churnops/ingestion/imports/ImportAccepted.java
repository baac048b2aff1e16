package io.churnops.ingestion.imports;

import java.util.UUID;

/** The answer to a file that is kept and will be imported. */
record ImportAccepted(UUID importId, ImportStatus status) {}
