package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.common.types.BoolT;
import tools.jackson.databind.JsonNode;

/**
 * A {@code where}: holds of an event's data or does not, and never fails. What cannot be computed
 * (a missing member, text against a number) does not hold. Equal by its text.
 */
final class Condition {

  private final String text;
  private final Program program;

  Condition(String text, Program program) {
    this.text = text;
    this.program = program;
  }

  boolean holds(JsonNode data) {
    return holds(bind(data));
  }

  /** {@link #holds(JsonNode)} of bound data, for asking several conditions of one event. */
  boolean holds(Map<String, Object> bound) {
    return Cel.evaluate(program, bound).filter(BoolT.True::equals).isPresent();
  }

  /** What conditions read. */
  static Map<String, Object> bind(JsonNode data) {
    return Map.of(Cel.DATA, data.isObject() ? toMap(data) : Map.of());
  }

  private static Map<String, @Nullable Object> toMap(JsonNode object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    object.forEachEntry((name, member) -> map.put(name, toNative(member)));
    return map;
  }

  private static @Nullable Object toNative(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> toMap(node);
      case ARRAY -> toList(node);
      case STRING -> node.stringValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue().doubleValue();
      case NULL, MISSING, BINARY, POJO -> null;
    };
  }

  private static List<@Nullable Object> toList(JsonNode array) {
    List<@Nullable Object> list = new ArrayList<>(array.size());
    array.forEach(element -> list.add(toNative(element)));
    return list;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Condition that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
