package io.churnops.features.engine;

import io.churnops.features.engine.BaseColumn.Keep;
import io.churnops.features.engine.BaseColumn.Source;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a view reads of events, which partials it keeps for how long, and how its columns come of
 * them. Follows from the definition alone, so it also fixes the layout of encoded states.
 */
final class Plan {

  /** The signals that read one selector's events. */
  private record Reading(EventSelector selector, List<Integer> signals) {}

  /** What an event takes back: everything or an amount of what has a key. */
  record Taking(long key, long amount) {}

  private final String fingerprint;
  private final List<Signal> signals;
  private final Set<Signal.Form> forms = EnumSet.noneOf(Signal.Form.class);
  private final Map<String, List<Reading>> readingsByType = new HashMap<>();

  /** What every event of a type says, where it need not be looked into. */
  private final Map<String, Optional<Contribution>> sameByType = new HashMap<>();

  private final Scope lifetime;
  private final Scope days;
  private final Scope hours;
  private final Scope exact;
  private final List<BaseColumn> columns;
  private final List<Retraction> retractions;

  Plan(FeatureViewDefinition definition) {
    List<FeatureSpec> features = definition.features();
    fingerprint = definition.fingerprint();
    signals = features.stream().map(FeatureSpec::signal).distinct().toList();
    signals.forEach(signal -> forms.add(signal.form()));
    lifetime = scope(Keep.LIFETIME, features);
    days = scope(Keep.DAYS, features);
    hours = scope(Keep.HOURS, features);
    exact = scope(Keep.EXACT, features);
    columns =
        features.stream()
            .flatMap(
                feature -> feature.spans().stream().flatMap(window -> columns(feature, window)))
            .toList();
    retractions = definition.retractions();
    readings().forEach(this::index);
    Set<String> readInto = definition.eventTypesReadInto();
    readingsByType.forEach((type, readings) -> {
      if (!readInto.contains(type)) {
        sameByType.put(type, read(readings, MissingNode.getInstance()));
      }
    });
  }

  private Scope scope(Keep keep, List<FeatureSpec> features) {
    Scope.Builder scope = new Scope.Builder();
    for (FeatureSpec feature : features) {
      for (Window window : feature.spans()) {
        for (SlotKind kind : feature.aggregate().slots()) {
          if (BaseColumn.keep(kind, window, feature.exact()) == keep) {
            scope.add(slot(feature, kind), window);
          }
        }
      }
    }
    return scope.build(signals);
  }

  private static Slot slot(FeatureSpec feature, SlotKind kind) {
    return new Slot(feature.signal(), kind, feature.ranking().cardinality());
  }

  private Stream<BaseColumn> columns(FeatureSpec feature, Window window) {
    return IntStream.range(0, feature.ranking().k())
        .mapToObj(rank -> column(feature, window, rank));
  }

  private BaseColumn column(FeatureSpec feature, Window window, int rank) {
    List<Source> sources = new ArrayList<>();
    for (SlotKind kind : feature.aggregate().slots()) {
      Slot slot = slot(feature, kind);
      Keep keep = BaseColumn.keep(kind, window, feature.exact());
      sources.add(new Source(slot, keep, scope(keep).slots().indexOf(slot)));
    }
    int signal = signals.indexOf(feature.signal());
    return new BaseColumn(feature.aggregate(), rank, sources, signal, window, feature.exact());
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

  /** Whether some signal counts categories. */
  boolean hasCounted() {
    return forms.contains(Signal.Form.COUNTED);
  }

  /** Whether some signal tells values apart by their hashes. */
  boolean hasHashes() {
    return forms.contains(Signal.Form.HASHES);
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

  /** Whether some events take others back. */
  boolean retracts() {
    return !retractions.isEmpty();
  }

  /** Whether an event is a retraction that does not say of what. */
  boolean isRetractionWithoutKey(CustomerEvent event) {
    return retractions.stream()
        .anyMatch(
            retraction -> retraction.by().selects(event) && retraction.takenKey(event).isEmpty());
  }

  /** What an event takes back; nothing if it is no retraction or does not say of what. */
  List<Taking> takings(CustomerEvent event) {
    List<Taking> takings = new ArrayList<>();
    for (int i = 0; i < retractions.size(); i++) {
      Retraction retraction = retractions.get(i);
      OptionalLong key = retraction.takenKey(event);
      if (key.isPresent()) {
        takings.add(new Taking(keyOf(i, key.getAsLong()), retraction.takenAmount(event)));
      }
    }
    return takings;
  }

  /** The keys by which an event can be taken back. */
  List<Long> keys(CustomerEvent event) {
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < retractions.size(); i++) {
      OptionalLong key = retractions.get(i).key(event);
      if (key.isPresent()) {
        keys.add(keyOf(i, key.getAsLong()));
      }
    }
    return keys;
  }

  /** Keys of different retractions have nothing to do with each other. */
  private static long keyOf(int retraction, long key) {
    return key + retraction * 0x9e3779b97f4a7c15L;
  }

  /**
   * From when on an event counts: when it is known and, for one that takes others back, when it has
   * happened, since taking back cannot wait by itself.
   */
  long inForceMicros(CustomerEvent event) {
    return takings(event).isEmpty()
        ? event.knownMicros()
        : Math.max(event.knownMicros(), event.timeMicros() + 1);
  }

  /** What is left of an event: all, some or nothing of it. */
  Optional<CustomerEvent> left(CustomerEvent event, Retracted retracted) {
    Optional<CustomerEvent> left = Optional.of(event);
    for (int i = 0; i < retractions.size() && left.isPresent(); i++) {
      Retraction retraction = retractions.get(i);
      OptionalLong key = retraction.key(event);
      if (key.isPresent() && retracted.has(keyOf(i, key.getAsLong()))) {
        long taken = retracted.of(keyOf(i, key.getAsLong()));
        left = retraction.left(left.get(), taken);
      }
    }
    return left;
  }

  /** What the view reads of what is left of an event. */
  Optional<Contribution> read(CustomerEvent event, Retracted retracted) {
    return left(event, retracted).flatMap(this::read);
  }

  /** What the view reads of an event. */
  Optional<Contribution> read(CustomerEvent event) {
    Optional<Contribution> same = sameByType.get(event.type());
    if (same != null) {
      return same;
    }
    List<Reading> readings = readingsByType.get(event.type());
    return readings == null ? Optional.empty() : read(readings, event.data());
  }

  private Optional<Contribution> read(List<Reading> readings, JsonNode data) {
    @Nullable Payload[] payloads = new Payload[signals.size()];
    Map<String, Object> bound = null;
    for (Reading reading : readings) {
      Condition where = reading.selector().where();
      if (where != null && bound == null) {
        bound = Condition.bind(data);
      }
      if (where == null || bound == null || where.holds(bound)) {
        read(data, reading, payloads);
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
