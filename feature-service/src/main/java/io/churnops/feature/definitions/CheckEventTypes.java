package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionWarning.Code;
import io.churnops.feature.definitions.EventReads.Field;
import io.churnops.feature.definitions.SchemaFields.Missing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Warns of definitions that read event types which nobody registered, or fields of which the types'
 * schemas say nothing. They are usable: a type may be registered after them, and data may have more
 * than their schema says. But often it is a slip of the pen, and features stay empty for ever.
 */
@Component
class CheckEventTypes {

  private final RegisteredEventTypes registered;

  CheckEventTypes(RegisteredEventTypes registered) {
    this.registered = registered;
  }

  /**
   * Schemas that are asked for once each. Once one is not told, no further are asked for: whoever
   * registers definitions shall not wait for each of them.
   */
  private static final class Schemas {

    private final RegisteredEventTypes registered;
    private final Map<String, Optional<JsonNode>> told = new HashMap<>();
    private boolean silent;

    Schemas(RegisteredEventTypes registered) {
      this.registered = registered;
    }

    Optional<JsonNode> of(String type) {
      if (silent && !RegisteredEventTypes.builtIn().contains(type)) {
        return Optional.empty();
      }
      Optional<JsonNode> schema = told.computeIfAbsent(type, registered::schema);
      silent |= schema.isEmpty();
      return schema;
    }
  }

  /** Asks ingestion-service only of types that are not built in. */
  List<DefinitionWarning> warnings(Collection<EventReads> definitions) {
    Set<String> builtIn = RegisteredEventTypes.builtIn();
    boolean ownTypes =
        definitions.stream().anyMatch(reads -> !builtIn.containsAll(reads.eventTypes()));
    Optional<Set<String>> known = ownTypes ? registered.all() : Optional.of(builtIn);
    var schemas = new Schemas(registered);
    List<DefinitionWarning> warnings = new ArrayList<>();
    for (EventReads reads : definitions) {
      Set<String> doubtful = new TreeSet<>(reads.eventTypes());
      doubtful.removeAll(known.orElse(builtIn));
      doubtful.stream()
          .map(type ->
              known.isPresent() ? notRegistered(reads, type, known.get()) : notChecked(reads, type))
          .forEach(warnings::add);
      for (Field field : reads.fields()) {
        if (known.orElse(builtIn).containsAll(field.eventTypes())) {
          notInSchema(reads, field, schemas).ifPresent(warnings::add);
        }
      }
    }
    return warnings;
  }

  /** One type that has the field is enough. */
  private static Optional<DefinitionWarning> notInSchema(
      EventReads reads, Field field, Schemas schemas) {
    Optional<DefinitionWarning> warning = Optional.empty();
    for (String type : field.eventTypes()) {
      Optional<Missing> missing =
          schemas.of(type).flatMap(known -> SchemaFields.missing(known, field.path()));
      if (missing.isEmpty()) {
        return Optional.empty();
      }
      warning = Optional.of(notInSchema(reads, field, type, missing.get()));
    }
    return warning;
  }

  private static DefinitionWarning notInSchema(
      EventReads reads, Field field, String type, Missing missing) {
    return new DefinitionWarning(
        reads.kind(),
        reads.name(),
        Code.FIELD_NOT_IN_SCHEMA,
        type,
        field.path(),
        "%s reads %s of %s, of which the type's schema says nothing.%s"
            .formatted(
                field.by(), field.path(), type, guess(missing.member(), missing.siblings())));
  }

  private static DefinitionWarning notRegistered(EventReads reads, String type, Set<String> known) {
    return new DefinitionWarning(
        reads.kind(),
        reads.name(),
        Code.EVENT_TYPE_NOT_REGISTERED,
        type,
        null,
        ("No event type %s is registered, so no event of it is let in.%s"
                + " Register it with POST /v1/event-types of ingestion-service.")
            .formatted(type, guess(type, known)));
  }

  private static DefinitionWarning notChecked(EventReads reads, String type) {
    return new DefinitionWarning(
        reads.kind(),
        reads.name(),
        Code.EVENT_TYPE_NOT_CHECKED,
        type,
        null,
        ("Event type %s is not built in, and ingestion-service did not tell whether it is"
                + " registered. Plan again once it answers; feature-service's key needs the scope"
                + " events:read.")
            .formatted(type));
  }

  private static String guess(String written, Set<String> names) {
    return SimilarNames.nearest(written, names)
        .map(name -> " Is %s meant?".formatted(name))
        .orElse("");
  }
}
