package io.churnops.features.engine;

import io.churnops.features.engine.Explanation.Kept;
import io.churnops.features.engine.Explanation.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Explains the columns of a view. */
final class Explainer {

  private final FeatureViewDefinition definition;
  private final Plan plan;
  private final List<FeatureColumn> columns;

  Explainer(FeatureViewDefinition definition, Plan plan) {
    this.definition = definition;
    this.plan = plan;
    this.columns = definition.columns();
  }

  Explanation explain(FeatureState state, int column, FeatureVector vector, long atMicros) {
    return column < plan.columns().size()
        ? base(state, column, vector, atMicros)
        : derived(column, vector);
  }

  private Explanation base(FeatureState state, int column, FeatureVector vector, long atMicros) {
    BaseColumn base = plan.columns().get(column);
    Window window = base.window();
    long start = window.start(atMicros, base.exact());
    return new Explanation(
        columns.get(column),
        FeatureViewDefinition.json(feature(column)).toString(),
        vector.value(column),
        base.kept(),
        new Span(window.text(), window.isLifetime() ? null : start, atMicros),
        base.tiles(state, atMicros),
        Map.of());
  }

  private Explanation derived(int column, FeatureVector vector) {
    DerivedSpec derived = definition.derived().get(column - plan.columns().size());
    Set<String> words = derived.words();
    Map<String, @Nullable Object> operands = new LinkedHashMap<>();
    for (int i = 0; i < column; i++) {
      if (words.contains(columns.get(i).name())) {
        operands.put(columns.get(i).name(), vector.value(i));
      }
    }
    return new Explanation(
        columns.get(column),
        FeatureViewDefinition.json(derived).toString(),
        vector.value(column),
        Kept.DERIVED,
        null,
        List.of(),
        operands);
  }

  /** The feature of a column that is not derived. */
  private FeatureSpec feature(int column) {
    int left = column;
    for (FeatureSpec feature : definition.features()) {
      left -= feature.columns().size();
      if (left < 0) {
        return feature;
      }
    }
    throw new IllegalArgumentException("column " + column + " is derived");
  }

  /** The event types that a column reads; none if it is derived. */
  Set<String> eventTypes(int column) {
    return column < plan.columns().size()
        ? Set.copyOf(feature(column).selector().types())
        : Set.of();
  }

  Optional<EventEffect> effect(FeatureState state, int column, CustomerEvent event) {
    if (column >= plan.columns().size()) {
      return Optional.empty();
    }
    Signal signal = feature(column).signal();
    Optional<CustomerEvent> left = plan.left(event, state.retracted());
    if (left.isPresent() && reads(signal, left.get())) {
      EventEffect.Kind kind =
          left.get().equals(event) ? EventEffect.Kind.COUNTED : EventEffect.Kind.REDUCED;
      return Optional.of(new EventEffect(kind, values(signal, left.get())));
    }
    return reads(signal, event)
        ? Optional.of(new EventEffect(EventEffect.Kind.TAKEN_BACK, values(signal, event)))
        : Optional.empty();
  }

  private static boolean reads(Signal signal, CustomerEvent event) {
    return signal.selector().selects(event) && signal.read(event.data()).isPresent();
  }

  private static List<JsonNode> values(Signal signal, CustomerEvent event) {
    List<JsonNode> values = new ArrayList<>();
    if (signal.path() != null) {
      signal.path().forEach(event.data(), values::add);
    }
    return values;
  }
}
