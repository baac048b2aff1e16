package io.churnops.feature.definitions;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureColumn;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A feature view as the API shows it.
 *
 * @param definition what it means; can be registered again and has the same fingerprint
 */
record ViewAnswer(
    String name, String fingerprint, List<FeatureColumn> columns, JsonNode definition) {

  static ViewAnswer of(CompiledView view, JsonMapper json) {
    var definition = view.definition();
    return new ViewAnswer(
        definition.name(),
        definition.fingerprint(),
        view.columns(),
        json.readTree(definition.canonicalJson()));
  }
}
