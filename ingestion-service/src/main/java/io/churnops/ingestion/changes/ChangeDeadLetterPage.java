package io.churnops.ingestion.changes;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some records that could not become events, newest first, and how to get the next ones. */
record ChangeDeadLetterPage(List<ChangeDeadLetter> items, @Nullable UUID nextCursor) {}
