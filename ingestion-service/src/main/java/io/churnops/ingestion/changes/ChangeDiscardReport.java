package io.churnops.ingestion.changes;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many records were discarded, and where to go on. */
record ChangeDiscardReport(int discarded, @Nullable UUID nextCursor) {}
