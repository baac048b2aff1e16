package io.churnops.ingestion.quarantine;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some events in quarantine, newest first, and how to get the next ones. */
record QuarantinePage(List<QuarantinedEvent> items, @Nullable UUID nextCursor) {}
