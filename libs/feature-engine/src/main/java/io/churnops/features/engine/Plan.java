package io.churnops.features.engine;

import io.churnops.features.engine.BaseColumn.Keep;
import io.churnops.features.engine.BaseColumn.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a view reads of events, which partials it keeps for how long, and how its columns come of
 * them. Follows from the definition alone, so it also fixes the layout of encoded states.
 */
final class Plan {

  /** The signals that read one selector's events. */
  private record Reading(EventSelector selector, List<Integer> signals) {}

  private final String fingerprint;
  private final List<Signal> signals;
  private final Map<String, List<Reading>> readingsByType = new HashMap<>();
  private final Scope lifetime;
  private final Scope days;
  private final Scope hours;
  private final Scope exact;
  private final List<BaseColumn> columns;

  Plan(FeatureViewDefinition definition) {
    List<FeatureSpec> features = definition.features();
    fingerprint = definition.fingerprint();
    signals = features.stream().map(FeatureSpec::signal).distinct().toList();
    lifetime = scope(Keep.LIFETIME, features);
    days = scope(Keep.DAYS, features);
    hours = scope(Keep.HOURS, features);
    exact = scope(Keep.EXACT, features);
    columns =
        features.stream()
            .flatMap(feature -> feature.spans().stream().map(window -> column(feature, window)))
            .toList();
    readings().forEach(this::index);
  }

  private Scope scope(Keep keep, List<FeatureSpec> features) {
    Scope.Builder scope = new Scope.Builder();
    for (FeatureSpec feature : features) {
      for (Window window : feature.spans()) {
        for (SlotKind kind : feature.aggregate().slots()) {
          if (BaseColumn.keep(kind, window, feature.exact()) == keep) {
            scope.add(new Slot(feature.signal(), kind), window);
          }
        }
      }
    }
    return scope.build(signals);
  }

  private BaseColumn column(FeatureSpec feature, Window window) {
    List<Source> sources = new ArrayList<>();
    for (SlotKind kind : feature.aggregate().slots()) {
      Slot slot = new Slot(feature.signal(), kind);
      Keep keep = BaseColumn.keep(kind, window, feature.exact());
      sources.add(new Source(slot, keep, scope(keep).slots().indexOf(slot)));
    }
    int signal = signals.indexOf(feature.signal());
    return new BaseColumn(feature.aggregate(), sources, signal, window, feature.exact());
  }

  private Scope scope(Keep keep) {
    return switch (keep) {
      case LIFETIME -> lifetime;
      case DAYS -> days;
      case HOURS -> hours;
      case EXACT -> exact;
    };
  }

  private List<Reading> readings() {
    Map<EventSelector, List<Integer>> bySelector = new LinkedHashMap<>();
    for (int signal = 0; signal < signals.size(); signal++) {
      bySelector
          .computeIfAbsent(signals.get(signal).selector(), selector -> new ArrayList<>())
          .add(signal);
    }
    List<Reading> readings = new ArrayList<>();
    bySelector.forEach((selector, numbers) -> readings.add(new Reading(selector, numbers)));
    return readings;
  }

  private void index(Reading reading) {
    for (String type : reading.selector().types()) {
      readingsByType.computeIfAbsent(type, unused -> new ArrayList<>()).add(reading);
    }
  }

  /** Of the view; plans of the same fingerprint are the same. */
  String fingerprint() {
    return fingerprint;
  }

  List<Signal> signals() {
    return signals;
  }

  Scope lifetime() {
    return lifetime;
  }

  Scope days() {
    return days;
  }

  Scope hours() {
    return hours;
  }

  /** Its events are kept one by one, its partials made of them when needed. */
  Scope exact() {
    return exact;
  }

  List<BaseColumn> columns() {
    return columns;
  }

  /** What the view reads of an event. */
  Optional<Contribution> read(CustomerEvent event) {
    List<Reading> readings = readingsByType.get(event.type());
    if (readings == null) {
      return Optional.empty();
    }
    @Nullable Payload[] payloads = new Payload[signals.size()];
    Map<String, Object> bound = null;
    for (Reading reading : readings) {
      Condition where = reading.selector().where();
      if (where != null && bound == null) {
        bound = Condition.bind(event.data());
      }
      if (where == null || bound == null || where.holds(bound)) {
        read(event.data(), reading, payloads);
      }
    }
    return contribution(payloads);
  }

  private void read(JsonNode data, Reading reading, @Nullable Payload[] payloads) {
    for (int signal : reading.signals()) {
      payloads[signal] = signals.get(signal).read(data).orElse(null);
    }
  }

  private static Optional<Contribution> contribution(@Nullable Payload[] payloads) {
    int[] numbers = new int[payloads.length];
    Payload[] present = new Payload[payloads.length];
    int size = 0;
    for (int signal = 0; signal < payloads.length; signal++) {
      Payload payload = payloads[signal];
      if (payload != null) {
        numbers[size] = signal;
        present[size++] = payload;
      }
    }
    return Contribution.of(numbers, present, size);
  }
}
