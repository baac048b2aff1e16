package io.churnops.ingestion.types;

import io.churnops.contract.EventTypes;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** Registers event types of the shop's own; a breaking change is refused with what it breaks. */
final class RegisterEventType {

  /** Types a shop may have of its own. */
  static final int MAX_TYPES = 500;

  /** Versions one type may have. */
  static final int MAX_VERSIONS = 1_000;

  private static final Pattern NAME =
      Pattern.compile("(?=.{1,100}\\z)[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
  private static final int MAX_DESCRIPTION = 1_000;

  private final EventTypeStore store;
  private final SchemaCompiler compiler;
  private final OwnEventTypes own;
  private final TransactionOperations transactions;
  private final InstantSource clock;

  RegisterEventType(
      EventTypeStore store,
      SchemaCompiler compiler,
      OwnEventTypes own,
      TransactionOperations transactions,
      InstantSource clock) {
    this.store = store;
    this.compiler = compiler;
    this.own = own;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What became of a registration.
   *
   * @param created false when the latest version says the same already
   */
  record Registered(EventTypeVersion version, boolean created) {}

  Registered register(EventTypeRegistration wanted, String principal) {
    String type = Objects.requireNonNullElse(wanted.type(), "");
    if (EventTypes.all().contains(type)) {
      throw EventTypeProblem.builtIn(type);
    }
    JsonNode schema = sound(wanted);
    Registered registered =
        Objects.requireNonNull(
            transactions.execute(_ -> {
              store.lock();
              return add(type, schema, wanted, principal);
            }));
    own.refresh();
    return registered;
  }

  /** The schema of a registration of which nothing is wrong. */
  private JsonNode sound(EventTypeRegistration wanted) {
    List<String> errors = new ArrayList<>();
    if (wanted.type() == null || !NAME.matcher(wanted.type()).matches()) {
      errors.add("type: lower-case words with dots between them, as in wishlist.item_added");
    }
    if (wanted.description() != null
        && (wanted.description().length() > MAX_DESCRIPTION
            || wanted.description().indexOf('\0') >= 0)) {
      errors.add("description: at most " + MAX_DESCRIPTION + " characters, none of them U+0000");
    }
    JsonNode schema = wanted.schema();
    if (schema == null) {
      errors.add("schema: is missing");
    } else {
      errors.addAll(flaws(schema));
    }
    if (schema == null || !errors.isEmpty()) {
      throw new InvalidEventTypeException(errors);
    }
    return schema;
  }

  private List<String> flaws(JsonNode schema) {
    try {
      compiler.compile(schema);
      return List.of();
    } catch (InvalidEventTypeException flawed) {
      return flawed.errors();
    }
  }

  private Registered add(
      String type, JsonNode schema, EventTypeRegistration wanted, String principal) {
    EventTypeVersion before = store.latest(type).orElse(null);
    Compatibility rule = before == null ? Compatibility.BACKWARD : before.compatibility();
    Compatibility next = Objects.requireNonNullElse(wanted.compatibility(), rule);
    if (before != null && before.says(schema, next, wanted.description())) {
      return new Registered(before, false);
    }
    requireRoom(before);
    if (before != null && rule == Compatibility.BACKWARD) {
      List<Break> breaks = BreakingChanges.between(Objects.requireNonNull(before.schema()), schema);
      if (!breaks.isEmpty()) {
        throw EventTypeProblem.breaking(type, before.version(), breaks);
      }
    }
    EventTypeVersion version =
        new EventTypeVersion(
            type,
            before == null ? 1 : before.version() + 1,
            false,
            next,
            wanted.description() != null || before == null
                ? wanted.description()
                : before.description(),
            schema,
            principal,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    store.add(version);
    return new Registered(version, true);
  }

  private void requireRoom(@Nullable EventTypeVersion before) {
    if (before == null && store.types() >= MAX_TYPES) {
      throw EventTypeProblem.tooMany("event types of your own", MAX_TYPES);
    }
    if (before != null && before.version() >= MAX_VERSIONS) {
      throw EventTypeProblem.tooMany("versions of an event type", MAX_VERSIONS);
    }
  }
}
