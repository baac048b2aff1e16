package io.churnops.spark;

import io.churnops.features.engine.CustomerEvent;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as it travels between executors.
 *
 * @param data as JSON; null where nothing reads into it
 */
record LoggedEvent(EventKey key, String type, long knownMicros, @Nullable String data)
    implements Serializable {

  private static final JsonMapper JSON = JsonMapper.shared();

  CustomerEvent event() {
    return new CustomerEvent(
        key.source(),
        key.id(),
        type,
        key.customer(),
        key.timeMicros(),
        knownMicros,
        data == null ? JSON.createObjectNode() : JSON.readTree(data));
  }
}
