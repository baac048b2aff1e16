package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionWarning.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Warns of definitions that read an event type which nobody registered. They are usable, and a type
 * may well be registered after them; but until then their features stay empty, whatever happens.
 */
@Component
class CheckEventTypes {

  private final RegisteredEventTypes registered;

  CheckEventTypes(RegisteredEventTypes registered) {
    this.registered = registered;
  }

  /** The event types that a definition reads. */
  record Reads(Plan.Kind kind, String name, Set<String> eventTypes) {}

  List<DefinitionWarning> warnings(DefinitionSet set) {
    List<Reads> reads = new ArrayList<>();
    set.views().stream()
        .map(DefinitionSet.View::definition)
        .map(view -> new Reads(Plan.Kind.VIEW, view.name(), view.eventTypes()))
        .forEach(reads::add);
    set.labels().stream()
        .map(DefinitionSet.Label::definition)
        .map(label -> new Reads(Plan.Kind.LABEL, label.name(), label.eventTypes()))
        .forEach(reads::add);
    return warnings(reads);
  }

  /** Asks ingestion-service only if a type is not built in. */
  List<DefinitionWarning> warnings(Collection<Reads> definitions) {
    Set<String> builtIn = RegisteredEventTypes.builtIn();
    if (definitions.stream().allMatch(reads -> builtIn.containsAll(reads.eventTypes()))) {
      return List.of();
    }
    Optional<Set<String>> known = registered.all();
    List<DefinitionWarning> warnings = new ArrayList<>();
    for (Reads reads : definitions) {
      Set<String> doubtful = new TreeSet<>(reads.eventTypes());
      doubtful.removeAll(known.orElse(builtIn));
      doubtful.stream()
          .map(type ->
              known.isPresent() ? notRegistered(reads, type, known.get()) : notChecked(reads, type))
          .forEach(warnings::add);
    }
    return warnings;
  }

  private static DefinitionWarning notRegistered(Reads reads, String type, Set<String> known) {
    String nearest =
        SimilarNames.nearest(type, known).map(name -> " Is %s meant?".formatted(name)).orElse("");
    return new DefinitionWarning(
        reads.kind(),
        reads.name(),
        Code.EVENT_TYPE_NOT_REGISTERED,
        type,
        ("No event type %s is registered, so no event of it is let in.%s"
                + " Register it with POST /v1/event-types of ingestion-service.")
            .formatted(type, nearest));
  }

  private static DefinitionWarning notChecked(Reads reads, String type) {
    return new DefinitionWarning(
        reads.kind(),
        reads.name(),
        Code.EVENT_TYPE_NOT_CHECKED,
        type,
        ("Event type %s is not built in, and ingestion-service did not tell whether it is"
                + " registered. Plan again once it answers; its key must let feature-service"
                + " read event types (scope events:read).")
            .formatted(type));
  }
}
