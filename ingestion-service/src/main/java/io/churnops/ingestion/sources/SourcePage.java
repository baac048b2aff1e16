package io.churnops.ingestion.sources;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some sources by name, and how to get the next ones. */
record SourcePage(List<Source> items, @Nullable String nextCursor) {}
