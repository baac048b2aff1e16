package io.churnops.ingestion.changes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some mappings by name, and how to get the next ones. */
record RegisteredMappingPage(List<RegisteredMapping> items, @Nullable String nextCursor) {}
