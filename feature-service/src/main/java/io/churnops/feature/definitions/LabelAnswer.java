package io.churnops.feature.definitions;

import io.churnops.features.engine.LabelDefinition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A label as the API shows it.
 *
 * @param definition what it means; can be registered again and has the same fingerprint
 */
record LabelAnswer(String name, String fingerprint, JsonNode definition) {

  static LabelAnswer of(LabelDefinition label, JsonMapper json) {
    return new LabelAnswer(label.name(), label.fingerprint(), json.readTree(label.canonicalJson()));
  }
}
