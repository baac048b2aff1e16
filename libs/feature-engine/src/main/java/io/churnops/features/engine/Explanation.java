package io.churnops.features.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a column's value comes about at a moment.
 *
 * @param definition the feature's definition, canonical JSON
 * @param value as {@link CompiledView#evaluate} gives it
 * @param kept in what form the state keeps what the value is made of
 * @param window null for a derived column
 * @param tiles the tiles inside the window, ascending; the events at or after the state's watermark
 *     are in none yet
 * @param operands the columns that a derived column is computed from, with their values
 */
public record Explanation(
    FeatureColumn column,
    String definition,
    @Nullable Object value,
    Kept kept,
    @Nullable Span window,
    List<TileValue> tiles,
    Map<String, @Nullable Object> operands) {

  /** The forms in which a state keeps what a value is made of. */
  public enum Kept {
    /** One partial for all that ever happened. */
    LIFETIME,
    /** A partial for each day. */
    DAYS,
    /** A partial for each hour. */
    HOURS,
    /** Every event by itself. */
    EVENTS,
    /** Nothing: the column is computed from others. */
    DERIVED
  }

  /**
   * A window at a moment.
   *
   * @param length as in the definition
   * @param fromMicros the first microsecond inside; null for a lifetime
   * @param toMicros the first microsecond after it, the moment itself
   */
  public record Span(String length, @Nullable Long fromMicros, long toMicros) {}

  /** The value over one tile alone. */
  public record TileValue(long fromMicros, long toMicros, @Nullable Object value) {}

  public Explanation {
    tiles = List.copyOf(tiles);
    operands = Collections.unmodifiableMap(new LinkedHashMap<>(operands));
  }
}
