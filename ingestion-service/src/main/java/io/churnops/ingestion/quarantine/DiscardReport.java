package io.churnops.ingestion.quarantine;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many events were discarded, and where to go on. */
record DiscardReport(int discarded, @Nullable UUID nextCursor) {}
