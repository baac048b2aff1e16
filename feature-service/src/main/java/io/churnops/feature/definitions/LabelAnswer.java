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
 * @param warnings what is doubtful about it; only where it was registered just now
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
    @Nullable List<DefinitionWarning> warnings,
    JsonNode definition) {

  static LabelAnswer of(RegisteredLabel registered, JsonMapper json) {
    return of(registered, null, json);
  }

  static LabelAnswer of(
      RegisteredLabel registered, @Nullable List<DefinitionWarning> warnings, JsonMapper json) {
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
        warnings,
        json.readTree(row.definition()));
  }
}
