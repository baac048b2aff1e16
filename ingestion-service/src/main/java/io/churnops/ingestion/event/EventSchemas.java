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
import tools.jackson.databind.JsonNode;

/** The JSON Schemas of the built-in types, read and compiled once. */
public final class EventSchemas {

  private static final int MESSAGES = 3;

  private final Map<String, Schema> byType = new HashMap<>();

  /** Compiles every schema; fails when one is missing or broken. */
  public EventSchemas() {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (String type : EventTypes.all()) {
      Schema schema = registry.getSchema(read(type));
      schema.initializeValidators();
      byType.put(type, schema);
    }
  }

  boolean knows(String type) {
    return byType.containsKey(type);
  }

  /** The first few violations as pointers and rules, never values; empty when there are none. */
  Optional<String> violations(String type, JsonNode data) {
    Schema schema = byType.get(type);
    if (schema == null) {
      throw new IllegalArgumentException("No schema for " + type);
    }
    List<Error> errors = schema.validate(data);
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

  private static String read(String type) {
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
