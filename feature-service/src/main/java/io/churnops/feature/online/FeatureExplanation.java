package io.churnops.feature.online;

import io.churnops.features.engine.EventEffect;
import io.churnops.features.engine.Explanation;
import io.churnops.features.engine.IdleRetractions;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one feature of one customer comes about at a moment.
 *
 * @param definition the feature as the view defines it
 * @param value a number, a category or null (no value)
 * @param keptAs in what form the state keeps what the value is made of
 * @param window null for a derived feature
 * @param tilesUntil up to when events are in tiles; later ones are kept by themselves
 * @param tiles the tiles inside the window, ascending; only of DAYS and HOURS
 * @param operands the features that a derived one is computed from, with their values
 * @param idleRetractions events of the customer, known by the moment, that take back nothing of the
 *     view: those that do not say what, and those whose event has not come
 * @param items the events behind the value, the latest first
 * @param nextCursor for the next page of events; null if there are no more
 */
record FeatureExplanation(
    String customerId,
    String view,
    String fingerprint,
    String feature,
    Instant evaluatedAt,
    FeaturesAnswer.Status status,
    @Schema(type = "object", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
        JsonNode definition,
    @Schema(
            description = "A number, a category or null",
            nullable = true,
            types = {"number", "string", "null"})
        @Nullable Object value,
    Explanation.Kept keptAs,
    @Nullable Window window,
    @Nullable Instant tilesUntil,
    List<Tile> tiles,
    @Schema(
            description = "Numbers, categories and nulls by the name of the feature",
            additionalPropertiesSchema = Object.class)
        Map<String, @Nullable Object> operands,
    IdleRetractions idleRetractions,
    List<Event> items,
    @Nullable String nextCursor) {

  /**
   * A window at the moment.
   *
   * @param length as defined, for example 90d
   * @param from the first moment inside; null for a lifetime
   * @param to the first moment after it
   */
  record Window(String length, @Nullable Instant from, Instant to) {}

  /** The value over one tile alone. */
  record Tile(
      Instant from,
      Instant to,
      @Schema(
              description = "A number, a category or null",
              nullable = true,
              types = {"number", "string", "null"})
          @Nullable Object value) {}

  /**
   * An event behind the value.
   *
   * @param customerId the id under which it came: the customer's, or one that is joined to it
   * @param effect whether it counts as it happened, with what is left of its amount, or no longer
   * @param values what the feature reads of it; empty if it counts or times events
   */
  record Event(
      String customerId,
      String source,
      String id,
      String type,
      Instant time,
      Instant knownTime,
      EventEffect.Kind effect,
      @ArraySchema(schema = @Schema(description = "A value of the event's data"))
          List<JsonNode> values) {}
}
