package io.churnops.ingestion.sources;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a source.
 *
 * @param position of its cursor; null where it has none
 * @param fields a text for each column of the mapping, empty where there is no value
 * @param flaw why it is no row that a mapping could be followed for, as a stable code
 */
record PulledRow(@Nullable Long position, List<String> fields, @Nullable String flaw) {}
