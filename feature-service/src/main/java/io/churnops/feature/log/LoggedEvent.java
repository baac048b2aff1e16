package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;

/** An event of the log and where in Kafka it was first seen. */
public record LoggedEvent(CustomerEvent event, int partition, long offset) {}
