package io.churnops.feature.identity;

import io.churnops.contract.EventTypes;
import io.churnops.features.engine.CustomerEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads which ids events join. */
final class JoinEvents {

  private static final int MAX_ID_BYTES = 1024;

  private JoinEvents() {}

  /** The id that an event joins to its customer, if it is an event that joins and the id one. */
  static Optional<String> joinedId(CustomerEvent event) {
    if (!event.type().equals(EventTypes.CUSTOMER_IDENTIFIED)) {
      return Optional.empty();
    }
    JsonNode id = event.data().path("anonymousId");
    return id.isString() && isId(id.stringValue()) && !id.stringValue().equals(event.customerId())
        ? Optional.of(id.stringValue())
        : Optional.empty();
  }

  private static boolean isId(String text) {
    return !text.isBlank()
        && text.codePoints()
            .noneMatch(point ->
                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE)
        && text.getBytes(StandardCharsets.UTF_8).length <= MAX_ID_BYTES;
  }
}
