package io.churnops.ingestion.types;

import io.churnops.contract.EventTypes;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.kit.api.Pages;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Event types by name: the built-in ones of this release and the shop's own. */
final class FindEventTypes {

  private static final int BUILT_IN_VERSION = 1;

  private final EventTypeStore store;
  private final Map<String, EventTypeVersion> builtIn =
      EventTypes.all().stream()
          .map(FindEventTypes::builtIn)
          .collect(Collectors.toUnmodifiableMap(EventTypeVersion::type, Function.identity()));

  FindEventTypes(EventTypeStore store) {
    this.store = store;
  }

  private static EventTypeVersion builtIn(String type) {
    JsonNode schema = JsonMapper.shared().readTree(EventSchemas.textOf(type));
    return new EventTypeVersion(
        type,
        BUILT_IN_VERSION,
        true,
        Compatibility.BACKWARD,
        schema.path("description").asString(null),
        schema,
        null,
        null);
  }

  EventTypeVersion latest(String type) {
    return Optional.ofNullable(builtIn.get(type))
        .or(() -> store.latest(type))
        .orElseThrow(() -> EventTypeProblem.unknown(type));
  }

  EventTypeVersion version(String type, int version) {
    return Optional.ofNullable(builtIn.get(type))
        .filter(_ -> version == BUILT_IN_VERSION)
        .or(() -> store.find(type, version))
        .orElseThrow(() -> EventTypeProblem.unknown(type + " of version " + version));
  }

  /** By name, those after the given one if there is one. */
  EventTypePage list(@Nullable String after, int limit) {
    List<EventTypeVersion> rest =
        Stream.concat(builtIn.values().stream(), store.latest().stream())
            .filter(type -> after == null || type.type().compareTo(after) > 0)
            .sorted(Comparator.comparing(EventTypeVersion::type))
            .limit(limit + 1L)
            .map(EventTypeVersion::withoutSchema)
            .toList();
    return Pages.first(rest, limit, EventTypeVersion::type, EventTypePage::new);
  }

  /** Newest first, those below the given one if there is one. */
  EventTypePage versions(String type, @Nullable Integer below, int limit) {
    EventTypeVersion latest = latest(type);
    if (latest.builtIn()) {
      return new EventTypePage(
          below == null || below > BUILT_IN_VERSION ? List.of(latest) : List.of(), null);
    }
    List<EventTypeVersion> rest =
        store.versions(type, below == null ? Integer.MAX_VALUE : below, limit + 1);
    return Pages.first(rest, limit, last -> Integer.toString(last.version()), EventTypePage::new);
  }
}
