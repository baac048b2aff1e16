package io.churnops.training.mlflow;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a request as MLflow's clients send them: in a body of JSON or in a query, integers
 * as numbers or as text, and not-a-number and the infinities as text.
 */
final class Fields {

  static final int MOST_BYTES = 1024 * 1024;
  private static final int LONGEST = 100_000;

  private final JsonNode json;

  private Fields(JsonNode json) {
    this.json = json;
  }

  /** Reads a body, of one mebibyte at most. */
  static Fields of(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw MlflowException.invalid("A request has at most %d bytes".formatted(MOST_BYTES));
      }
      JsonNode json = JsonMapper.shared().readTree(bytes);
      if (json instanceof ObjectNode) {
        return new Fields(json);
      }
    } catch (IOException | JacksonException e) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST, "The body could not be read as a JSON object");
    }
    throw new MlflowException(ErrorCode.BAD_REQUEST, "The body is not a JSON object");
  }

  /** Reads a query; a field that comes more than once is a list. */
  static Fields of(MultiValueMap<String, String> query) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    query.forEach((name, values) -> {
      ArrayNode array = json.putArray(name);
      values.forEach(array::add);
    });
    return new Fields(json);
  }

  /** A text that must be there and not be empty. */
  String text(String name) {
    return optional(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            MlflowException.invalid("Missing value for required parameter '%s'".formatted(name)));
  }

  /** A text that must be there, not be empty, and be of limited length. */
  String text(String name, int longest) {
    String text = text(name);
    if (text.length() > longest) {
      throw MlflowException.invalid(
          "'%s' has %d characters, more than %d".formatted(name, text.length(), longest));
    }
    return text;
  }

  Optional<String> optional(String name) {
    return scalar(name).map(node -> checked(name, node.asString()));
  }

  /** The first of two names that a field has had, which must be there. */
  String either(String name, String older) {
    return optional(name).filter(text -> !text.isEmpty()).orElseGet(() -> text(older));
  }

  long integer(String name) {
    return number(name)
        .orElseThrow(() ->
            MlflowException.invalid("Missing value for required parameter '%s'".formatted(name)));
  }

  Optional<Long> number(String name) {
    return scalar(name)
        .map(node -> {
          try {
            return node.isIntegralNumber() ? node.longValue() : Long.parseLong(node.asString());
          } catch (JacksonException | NumberFormatException e) {
            throw MlflowException.invalid("'%s' is no 64-bit integer: %s".formatted(name, node));
          }
        });
  }

  double real(String name) {
    JsonNode node =
        scalar(name)
            .orElseThrow(() ->
                MlflowException.invalid(
                    "Missing value for required parameter '%s'".formatted(name)));
    try {
      return node.isNumber() ? node.doubleValue() : Double.parseDouble(node.asString());
    } catch (JacksonException | NumberFormatException e) {
      throw MlflowException.invalid("'%s' is no number: %s".formatted(name, node));
    }
  }

  /** A list of objects, of limited length. */
  List<Fields> list(String name, int most) {
    List<Fields> items =
        array(name)
            .map(item -> {
              if (item instanceof ObjectNode) {
                return new Fields(item);
              }
              throw MlflowException.invalid("'%s' is a list of objects".formatted(name));
            })
            .toList();
    if (items.size() > most) {
      throw MlflowException.invalid(
          "'%s' has %d entries, more than %d".formatted(name, items.size(), most));
    }
    return items;
  }

  /** A list of texts; a single one counts as a list. */
  List<String> texts(String name) {
    JsonNode node = json.path(name);
    return node.isArray()
        ? array(name).map(item -> checked(name, item.asString())).toList()
        : optional(name).map(List::of).orElse(List.of());
  }

  /** A list of keys with values; a key that comes with two values is refused. */
  Map<String, String> pairs(String name, int most, int longestValue) {
    Map<String, String> pairs = new TreeMap<>();
    for (Fields pair : list(name, most)) {
      String key = pair.key();
      String value = pair.value(longestValue);
      String other = pairs.put(key, value);
      if (other != null && !other.equals(value)) {
        throw MlflowException.invalid("'%s' has the key '%s' with two values".formatted(name, key));
      }
    }
    return pairs;
  }

  /** The key of a metric, parameter or tag. */
  String key() {
    return text("key", 250);
  }

  /** The value of a parameter or tag, empty if absent. */
  String value(int longest) {
    String value = optional("value").orElse("");
    if (value.length() > longest) {
      throw MlflowException.invalid(
          "The value has %d characters, more than %d".formatted(value.length(), longest));
    }
    return value;
  }

  /** An object in this one, empty if absent. */
  Fields object(String name) {
    JsonNode node = json.path(name);
    return new Fields(node instanceof ObjectNode ? node : JsonMapper.shared().createObjectNode());
  }

  private Stream<JsonNode> array(String name) {
    JsonNode node = json.path(name);
    if (node.isArray()) {
      return node.valueStream();
    }
    if (node.isMissingNode() || node.isNull()) {
      return Stream.empty();
    }
    throw MlflowException.invalid("'%s' is a list".formatted(name));
  }

  private Optional<JsonNode> scalar(String name) {
    JsonNode node = json.path(name);
    if (node.isArray() && node.size() == 1) {
      node = node.get(0);
    }
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (node.isContainer()) {
      throw MlflowException.invalid(
          "'%s' is one value, not %s".formatted(name, node.getNodeType()));
    }
    return Optional.of(node);
  }

  private static String checked(String name, String text) {
    if (text.indexOf('\0') >= 0 || text.length() > LONGEST) {
      throw MlflowException.invalid(
          "'%s' holds the character NUL or more than %d characters".formatted(name, LONGEST));
    }
    return text;
  }
}
