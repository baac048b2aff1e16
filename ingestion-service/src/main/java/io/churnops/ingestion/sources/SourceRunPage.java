package io.churnops.ingestion.sources;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some runs of a source, newest first, and how to get the next ones. */
record SourceRunPage(List<SourceRun> items, @Nullable UUID nextCursor) {}
