package io.churnops.ingestion.mapping;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object as a row: for each column its member as text, where {@code a.b} is member {@code b}
 * of the object {@code a}. What is absent or null is empty; objects and arrays are their JSON.
 */
public final class JsonRows {

  /** Digits of a number that is written out; a longer one is a mistake that the cast refuses. */
  private static final int MAX_DIGITS = 60;

  private final List<Member> members;

  /** For the columns of a mapping. */
  public JsonRows(List<String> columns) {
    members = columns.stream().map(name -> new Member(name, List.of(name.split("\\.")))).toList();
  }

  /** The texts of an object, in the order of the columns. */
  public List<String> fields(ObjectNode object) {
    List<String> fields = new ArrayList<>(members.size());
    for (Member member : members) {
      fields.add(text(member.of(object)));
    }
    return fields;
  }

  private static String text(@Nullable JsonNode value) {
    return switch (value) {
      case null -> "";
      case JsonNode none when none.isNull() -> "";
      case JsonNode text when text.isString() -> text.stringValue();
      case JsonNode number when number.isNumber() -> text(number.decimalValue());
      case JsonNode other -> other.toString();
    };
  }

  private static String text(BigDecimal number) {
    return Math.abs((long) number.scale()) + number.precision() > MAX_DIGITS
        ? number.toString()
        : number.toPlainString();
  }

  private record Member(String name, List<String> path) {

    @Nullable JsonNode of(ObjectNode object) {
      JsonNode direct = object.get(name);
      if (direct != null || path.size() == 1) {
        return direct;
      }
      JsonNode at = object;
      for (String step : path) {
        at = at == null ? null : at.get(step);
      }
      return at;
    }
  }
}
