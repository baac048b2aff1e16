package io.churnops.features.engine;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the values of a column come from, for people and for lineage.
 *
 * @param eventTypes the event types that its values are made of, directly, by other columns or
 *     because they take others back
 * @param columns the columns that a derived one is computed from; empty for all others
 * @param transformation what is done to them, in the words of the definition
 */
public record FeatureOrigin(
    FeatureColumn column, Set<String> eventTypes, List<String> columns, String transformation) {

  public FeatureOrigin {
    eventTypes = Set.copyOf(eventTypes);
    columns = List.copyOf(columns);
  }

  /**
   * The origin of a feature's column.
   *
   * @param position of the column among those of the feature
   */
  static FeatureOrigin of(
      FeatureSpec feature, FeatureColumn column, int position, List<Retraction> retractions) {
    int ranks = feature.ranking().k();
    StringBuilder text = new StringBuilder(feature.aggregate().word());
    if (feature.of() != null) {
      text.append(" of ").append(feature.of().text());
    }
    text.append(" over ").append(feature.spans().get(position / ranks).text());
    if (ranks > 1) {
      text.append(", rank ").append(position % ranks + 1);
    }
    if (feature.exact()) {
      text.append(", exact");
    }
    if (feature.selector().where() != null) {
      text.append(", where ").append(feature.selector().where());
    }
    Set<String> types = new TreeSet<>(feature.selector().types());
    retractions.stream()
        .filter(retraction -> !Collections.disjoint(retraction.types(), feature.selector().types()))
        .forEach(retraction -> types.addAll(retraction.by().types()));
    return new FeatureOrigin(column, types, List.of(), text.toString());
  }

  static FeatureOrigin of(DerivedSpec derived, List<FeatureOrigin> before) {
    Set<String> words = derived.words();
    Set<String> types = new TreeSet<>();
    List<String> operands =
        before.stream()
            .filter(origin -> words.contains(origin.column.name()))
            .peek(origin -> types.addAll(origin.eventTypes))
            .map(origin -> origin.column.name())
            .toList();
    return new FeatureOrigin(derived.column(), types, operands, derived.expression());
  }
}
