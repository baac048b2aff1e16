package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.util.UUID;

/**
 * A valid event as Kafka delivered it.
 *
 * @param key names the event for all time: 128 bit of SHA-256(source, 0, id)
 * @param json the payload as it came, UTF-8
 * @param offset as the log counts it
 */
public record ReceivedEvent(
    CustomerEvent event, UUID key, byte[] json, int partition, long offset) {}
