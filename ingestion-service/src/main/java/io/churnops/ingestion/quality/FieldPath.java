package io.churnops.ingestion.quality;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A place in the data, such as {@code items[].quantity}. What is absent is met as a missing node,
 * once for each element of a list that lacks it.
 */
final class FieldPath {

  private static final String EACH = "[]";
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-]{1,100}(\\[])?(\\.[A-Za-z0-9_-]{1,100}(\\[])?){0,7}");

  private final String text;
  private final List<String> steps;

  private FieldPath(String text) {
    this.text = text;
    steps = List.of(text.replace(EACH, "." + EACH).split("\\."));
  }

  static boolean isPath(String text) {
    return PATH.matcher(text).matches();
  }

  static FieldPath of(String text) {
    return new FieldPath(text);
  }

  void forEach(JsonNode data, Consumer<JsonNode> value) {
    visit(data, 0, value);
  }

  private void visit(JsonNode node, int step, Consumer<JsonNode> value) {
    if (step == steps.size()) {
      value.accept(node);
    } else if (!steps.get(step).equals(EACH)) {
      visit(node.path(steps.get(step)), step + 1, value);
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        visit(element, step + 1, value);
      }
    } else if (node.isMissingNode() || node.isNull()) {
      value.accept(node);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
