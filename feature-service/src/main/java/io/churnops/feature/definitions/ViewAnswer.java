package io.churnops.feature.definitions;

import io.churnops.features.engine.FeatureColumn;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A feature view as the API shows it.
 *
 * @param freshness how far behind its source it may be before its values are STALE; as configured
 *     where it does not say
 * @param status whether its values can be read online
 * @param latest whether its name stands for it; superseded otherwise
 * @param warnings what is doubtful about it; only where it was registered just now
 * @param definition what it means; can be registered again and has the same fingerprint
 */
record ViewAnswer(
    String name,
    String fingerprint,
    @Nullable String description,
    @Nullable String owner,
    List<String> tags,
    @Nullable String freshness,
    Standing status,
    boolean latest,
    Instant createdAt,
    String createdBy,
    Set<String> eventTypes,
    List<FeatureColumn> columns,
    @Nullable List<DefinitionWarning> warnings,
    JsonNode definition) {

  static ViewAnswer of(RegisteredView registered, JsonMapper json) {
    return of(registered, null, json);
  }

  static ViewAnswer of(
      RegisteredView registered, @Nullable List<DefinitionWarning> warnings, JsonMapper json) {
    DefinitionRow row = registered.row();
    return new ViewAnswer(
        row.name(),
        row.fingerprint(),
        row.notes().description(),
        row.notes().owner(),
        row.notes().tags(),
        row.notes().freshness(),
        row.standing(),
        row.latest(),
        row.createdAt(),
        row.createdBy(),
        new TreeSet<>(registered.view().definition().eventTypes()),
        registered.view().columns(),
        warnings,
        json.readTree(row.definition()));
  }
}
