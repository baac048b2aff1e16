package io.churnops.ingestion.event;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.churnops.contract.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/** The JSON Schemas of the built-in types, compiled once, and of the shop's own as they stand. */
public final class EventSchemas {

  private static final int MESSAGES = 3;

  private final Map<String, Validation> builtIn = new HashMap<>();
  private volatile Map<String, Validation> own = Map.of();

  private record Validation(Schema schema, SchemaShortcut shortcut) {

    static Validation by(Schema schema) {
      return new Validation(schema, ShortcutCompiler.compile(schema));
    }
  }

  /** Compiles every built-in schema; fails when one is missing or broken. */
  public EventSchemas() {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (String type : EventTypes.all()) {
      Schema schema = registry.getSchema(textOf(type));
      schema.initializeValidators();
      builtIn.put(type, Validation.by(schema));
    }
  }

  /** Whether events of the type are taken. */
  public boolean knows(String type) {
    return validation(type) != null;
  }

  /** From now on these are the shop's own types; a built-in one goes before one of its name. */
  public void useOwn(Map<String, Schema> schemas) {
    Map<String, Validation> validations = new HashMap<>();
    schemas.forEach((type, schema) -> validations.put(type, Validation.by(schema)));
    own = Map.copyOf(validations);
  }

  private @Nullable Validation validation(String type) {
    Validation validation = builtIn.get(type);
    return validation == null ? own.get(type) : validation;
  }

  /** Whether the data certainly satisfy the schema of their type. */
  boolean areCertainlyValid(String type, PlainEvent event) {
    Validation validation = validation(type);
    return validation != null && event.certainlySatisfies(validation.shortcut());
  }

  /** The first few violations as pointers and rules, never values; empty when there are none. */
  Optional<String> violations(String type, JsonNode data) {
    Validation validation = validation(type);
    if (validation == null) {
      throw new IllegalArgumentException("No schema for " + type);
    }
    return errors(validation.schema(), data);
  }

  /** Limits of a schema are held against 64 bits; more than that breaks the validator. */
  static Optional<String> errors(Schema schema, JsonNode data) {
    List<Error> errors;
    try {
      errors = schema.validate(data);
    } catch (JsonNodeException tooLarge) {
      return Optional.of("/data: a number is beyond 64 bits, where the schema sets limits");
    }
    return errors.isEmpty() ? Optional.empty() : Optional.of(summary(errors));
  }

  private static String summary(List<Error> errors) {
    String first =
        errors.stream().limit(MESSAGES).map(EventSchemas::line).collect(Collectors.joining("; "));
    return errors.size() > MESSAGES
        ? first + "; and " + (errors.size() - MESSAGES) + " more"
        : first;
  }

  private static String line(Error error) {
    return "/data" + error.getInstanceLocation() + ": " + error.getMessage();
  }

  /** The schema of a built-in type as text. */
  public static String textOf(String type) {
    String resource = EventTypes.schemaResource(type);
    try (InputStream in = EventTypes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("No " + resource + " beside " + EventTypes.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }
}
