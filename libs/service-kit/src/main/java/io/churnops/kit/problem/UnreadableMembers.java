package io.churnops.kit.problem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what is wrong with each member of a document, where a parser stops at the first: what it
 * stopped at is taken away, and the rest is read again.
 */
public final class UnreadableMembers {

  /** So many members are told; whoever has mended them is told the next. */
  private static final int MOST = 20;

  private UnreadableMembers() {}

  /**
   * A sentence on each member, or the one on what cannot be passed over.
   *
   * @param first what the parser said of the document
   * @param mapper how it was read
   */
  public static String reasons(
      JacksonException first, byte[] document, Class<?> type, ObjectMapper mapper) {
    Set<String> reasons = new LinkedHashSet<>();
    reasons.add(UnreadableBody.reason(first));
    tree(document, mapper)
        .ifPresent(tree -> {
          JacksonException wrong = first;
          while (wrong != null && reasons.size() < MOST && isTakenAway(tree, wrong.getPath())) {
            wrong = unreadable(tree, type, mapper);
            // What cannot be taken away is found again.
            if (wrong != null && !reasons.add(UnreadableBody.reason(wrong))) {
              return;
            }
          }
        });
    return String.join(" ", reasons);
  }

  /** Empty if the text itself is broken. */
  private static Optional<JsonNode> tree(byte[] document, ObjectMapper mapper) {
    try {
      return Optional.of(mapper.readTree(document));
    } catch (JacksonException | NumberFormatException broken) {
      return Optional.empty();
    }
  }

  private static @Nullable JacksonException unreadable(
      JsonNode tree, Class<?> type, ObjectMapper mapper) {
    try {
      mapper.treeToValue(tree, type);
      return null;
    } catch (JacksonException wrong) {
      return wrong;
    } catch (NumberFormatException | ArithmeticException beyondAllBounds) {
      // Nobody says where it is.
      return null;
    }
  }

  private static boolean isTakenAway(JsonNode tree, List<JacksonException.Reference> path) {
    if (path.isEmpty()) {
      return false;
    }
    JsonNode within = tree;
    for (JacksonException.Reference step : path.subList(0, path.size() - 1)) {
      within =
          step.getPropertyName() == null
              ? within.path(step.getIndex())
              : within.path(step.getPropertyName());
    }
    JacksonException.Reference last = path.getLast();
    return switch (within) {
      case ObjectNode object when last.getPropertyName() != null ->
          object.remove(last.getPropertyName()) != null;
      case ArrayNode array when array.has(last.getIndex()) -> {
        // Those behind it keep their places.
        array.set(last.getIndex(), array.objectNode());
        yield true;
      }
      default -> false;
    };
  }
}
