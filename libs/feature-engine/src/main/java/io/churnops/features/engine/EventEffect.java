package io.churnops.features.engine;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What an event is to a column.
 *
 * @param values what the column reads of the event, or would, were it not taken back; empty if it
 *     counts or times events
 */
public record EventEffect(Kind kind, List<JsonNode> values) {

  /** The effects there are. */
  public enum Kind {
    /** It counts as it happened. */
    COUNTED,
    /** It counts with what is left of its amount. */
    REDUCED,
    /** It counts no longer. */
    TAKEN_BACK
  }

  public EventEffect {
    values = List.copyOf(values);
  }
}
