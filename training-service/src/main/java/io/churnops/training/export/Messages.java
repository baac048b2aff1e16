package io.churnops.training.export;

import io.churnops.training.export.NotNowException.About;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** MLflow's messages. */
final class Messages {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern NAME = Pattern.compile("[!-~&&[^'\"\\\\]]{1,256}");

  private Messages() {}

  static ObjectNode message(String name, String value) {
    return JSON.createObjectNode().put(name, value);
  }

  static ArrayNode pairs(Map<String, String> texts) {
    ArrayNode pairs = JSON.createArrayNode();
    texts.forEach((key, value) -> pairs.addObject().put("key", key).put("value", value));
    return pairs;
  }

  /** In parts of a size that the server takes at once. */
  static List<Map<String, String>> parts(Map<String, String> texts, int most) {
    List<Map<String, String>> parts = new ArrayList<>();
    Map<String, String> part = new TreeMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      part.put(text.getKey(), text.getValue());
      if (part.size() == most) {
        parts.add(part);
        part = new TreeMap<>();
      }
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  /** A name that any MLflow server answers with; it is kept, and asked for in filters. */
  static String text(JsonNode message, String name) {
    JsonNode value = message.path(name);
    if (!value.isString() || !NAME.matcher(value.stringValue()).matches()) {
      throw new NotNowException(
          "An answer has no '" + name + "': is it an MLflow server?", About.SERVER, Duration.ZERO);
    }
    return value.stringValue();
  }
}
