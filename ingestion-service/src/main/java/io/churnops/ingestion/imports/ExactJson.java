package io.churnops.ingestion.imports;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON to be shown as it came: its decimals keep all of their digits. */
final class ExactJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private ExactJson() {}

  /** The value of a text; the text itself where it is no JSON, or no decimal can be as large. */
  static JsonNode of(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException | NumberFormatException unreadable) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }
}
