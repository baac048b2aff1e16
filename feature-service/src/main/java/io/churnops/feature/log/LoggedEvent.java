package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;

/** An event of the log, where in Kafka it was first seen, and its offset as the log counts it. */
public record LoggedEvent(CustomerEvent event, int partition, long offset) {}
