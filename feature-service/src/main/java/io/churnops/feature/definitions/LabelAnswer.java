package io.churnops.feature.definitions;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A label as the API shows it.
 *
 * @param latest whether its name stands for it; superseded otherwise
 * @param definition what it means; can be registered again and has the same fingerprint
 */
record LabelAnswer(
    String name,
    String fingerprint,
    @Nullable String description,
    @Nullable String owner,
    List<String> tags,
    boolean latest,
    Instant createdAt,
    String createdBy,
    JsonNode definition) {

  static LabelAnswer of(RegisteredLabel registered, JsonMapper json) {
    DefinitionRow row = registered.row();
    return new LabelAnswer(
        row.name(),
        row.fingerprint(),
        row.notes().description(),
        row.notes().owner(),
        row.notes().tags(),
        row.latest(),
        row.createdAt(),
        row.createdBy(),
        json.readTree(row.definition()));
  }
}
