package io.churnops.features.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Where values lie in an event's data: member names joined by dots, {@code []} after a name meaning
 * every element of that array ({@code items[].category}).
 */
record ValuePath(String text, List<ValuePath.Step> steps) {

  private static final Pattern TEXT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*(\\[])?(\\.[A-Za-z_][A-Za-z0-9_-]*(\\[])?)*");

  /** A member's name, and whether every element of it is meant. */
  record Step(String member, boolean each) {}

  private static Step step(String segment) {
    boolean each = segment.endsWith("[]");
    return new Step(each ? segment.substring(0, segment.length() - 2) : segment, each);
  }

  static Optional<ValuePath> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    List<Step> steps = Arrays.stream(text.split("\\.")).map(ValuePath::step).toList();
    return Optional.of(new ValuePath(text, steps));
  }

  /** Whether one event can have several values here. */
  boolean isPlural() {
    return steps.stream().anyMatch(Step::each);
  }

  /** Passes on every value that is there, in document order. */
  void forEach(JsonNode data, Consumer<JsonNode> values) {
    descend(data, 0, values);
  }

  private void descend(JsonNode node, int depth, Consumer<JsonNode> values) {
    if (depth == steps.size()) {
      values.accept(node);
      return;
    }
    Step step = steps.get(depth);
    JsonNode member = node.get(step.member());
    if (member == null) {
      return;
    }
    if (!step.each()) {
      descend(member, depth + 1, values);
    } else if (member.isArray()) {
      for (JsonNode element : member) {
        descend(element, depth + 1, values);
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
