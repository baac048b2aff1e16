package io.churnops.ingestion.quality;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some versions of the rules of a type, newest first, and how to get the next ones. */
record QualityRulesPage(List<QualityRules> items, @Nullable String nextCursor) {}
