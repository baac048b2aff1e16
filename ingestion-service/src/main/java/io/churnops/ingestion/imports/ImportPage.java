package io.churnops.ingestion.imports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some imports, newest first, and how to get the next ones. */
record ImportPage(List<ImportReport> items, @Nullable UUID nextCursor) {}
