package io.churnops.ingestion.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where a field of an event's data comes from. */
sealed interface Value {

  /** A value that one row gives by itself. */
  sealed interface OfRow extends Value {

    /** The value; null where the row has none. */
    @Nullable JsonNode of(Row row);
  }

  /** A value that a whole group of rows gives. */
  sealed interface OfGroup extends Value {}

  /** A column as it was cast; of a group: that of its earliest row. */
  record OfColumn(Column column, boolean absolute) implements OfRow {

    @Override
    public @Nullable JsonNode of(Row row) {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      return switch (row.value(column.index())) {
        case null -> null;
        case String text -> nodes.stringNode(text);
        case Long number -> nodes.numberNode(absolute ? Math.abs(number) : number);
        case BigDecimal number -> nodes.numberNode(absolute ? number.abs() : number);
        case Boolean truth -> nodes.booleanNode(truth);
        case Instant time -> nodes.stringNode(time.toString());
        default -> throw new IllegalStateException("No column is cast to that");
      };
    }
  }

  /** The same for every event. */
  record Constant(JsonNode value) implements OfRow {

    @Override
    public JsonNode of(Row row) {
      return value;
    }
  }

  /**
   * Price times quantity in minor units, computed exactly and rounded once per row, half away from
   * zero.
   */
  record Money(Column price, @Nullable Column quantity, int fractionDigits, boolean absolute)
      implements OfRow {

    @Override
    public @Nullable JsonNode of(Row row) {
      BigDecimal each = number(row, price);
      BigDecimal times = quantity == null ? BigDecimal.ONE : number(row, quantity);
      if (each == null || times == null) {
        return null;
      }
      BigDecimal minor =
          each.multiply(times).movePointRight(fractionDigits).setScale(0, RoundingMode.HALF_UP);
      if (minor.precision() > 18) {
        throw new RowFlaw("amount_too_large:" + price.name());
      }
      return JsonNodeFactory.instance.numberNode(
          absolute ? Math.abs(minor.longValueExact()) : minor.longValueExact());
    }

    private static @Nullable BigDecimal number(Row row, Column column) {
      return switch (row.value(column.index())) {
        case Long number -> BigDecimal.valueOf(number);
        case BigDecimal number -> number;
        case null, default -> null;
      };
    }
  }

  /** The sum over the rows of a group; a row without a value adds nothing. */
  record Sum(OfRow each) implements OfGroup {}

  /** How many rows a group has. */
  record Count() implements OfGroup {}

  /**
   * The rows of a group as a list, as many as fit into an event; of the rest the number, and the
   * sums of some fields.
   */
  record Lines(Map<String, OfRow> fields, @Nullable Rest rest) implements OfGroup {}

  /**
   * Where the rest of a list is told.
   *
   * @param count name of the field with the number of lines left out
   * @param sums name of a field of the list to name of the field with its sum over the lines left
   *     out
   */
  record Rest(String count, Map<String, String> sums) {}
}
