package io.churnops.ingestion.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some event types by name, or versions of one with the newest first. */
record EventTypePage(List<EventTypeVersion> items, @Nullable String nextCursor) {}
