package io.churnops.ingestion.types;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes validators of schemas that were written by strangers. */
final class SchemaCompiler {

  private static final int MAX_ERRORS = 20;

  private final Schema metaSchema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

  /**
   * Compiles a schema.
   *
   * @throws InvalidEventTypeException if it is no JSON Schema 2020-12, or none that is safe to run
   */
  Schema compile(JsonNode schema) {
    refuse(SchemaGuard.errors(schema));
    refuse(
        metaSchema.validate(schema).stream().limit(MAX_ERRORS).map(SchemaCompiler::line).toList());
    ObjectNode own = ((ObjectNode) schema).deepCopy();
    own.remove("$id"); // references stay within the document, whatever it calls itself
    try {
      // A registry keeps what it compiled; each schema has its own, so that old ones can go.
      Schema compiled = registry().getSchema(own);
      compiled.initializeValidators();
      return compiled;
    } catch (SchemaException unusable) {
      throw new InvalidEventTypeException(List.of("/schema: " + unusable.getMessage()));
    }
  }

  private static SchemaRegistry registry() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().regularExpressionFactory(new LinearPatterns()).build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
  }

  private static void refuse(List<String> errors) {
    if (!errors.isEmpty()) {
      throw new InvalidEventTypeException(errors);
    }
  }

  private static String line(Error error) {
    return "/schema" + error.getInstanceLocation() + ": " + error.getMessage();
  }
}
