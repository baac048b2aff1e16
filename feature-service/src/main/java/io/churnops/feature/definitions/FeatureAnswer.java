package io.churnops.feature.definitions;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureOrigin;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One feature, a column of a view, as the API shows it.
 *
 * @param sources the event types that its values are made of
 * @param columns the columns of its view that it is computed from, if it is derived
 * @param transformation how its values are made
 * @param description of its view, as are owner and tags
 */
record FeatureAnswer(
    String name,
    String view,
    String fingerprint,
    ColumnType type,
    Set<String> sources,
    List<String> columns,
    String transformation,
    @Nullable String description,
    @Nullable String owner,
    List<String> tags) {

  static FeatureAnswer of(RegisteredView registered, FeatureOrigin origin) {
    DefinitionRow row = registered.row();
    return new FeatureAnswer(
        origin.column().name(),
        row.name(),
        row.fingerprint(),
        origin.column().type(),
        new TreeSet<>(origin.eventTypes()),
        origin.columns(),
        origin.transformation(),
        row.notes().description(),
        row.notes().owner(),
        row.notes().tags());
  }
}
