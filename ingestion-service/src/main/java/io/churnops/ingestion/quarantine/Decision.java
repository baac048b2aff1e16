package io.churnops.ingestion.quarantine;

import org.jspecify.annotations.Nullable;

/**
 * Who decides, and why.
 *
 * @param mayBackfill whether the decider may say that an event has long been known
 */
record Decision(String by, @Nullable String reason, boolean waiveRules, boolean mayBackfill) {}
