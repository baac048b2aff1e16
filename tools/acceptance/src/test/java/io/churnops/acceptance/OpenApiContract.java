package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One service's OpenAPI document, against which its answers are held. */
final class OpenApiContract {

  private final String service;
  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  OpenApiContract(String service, JsonNode document) {
    this.service = service;
    this.document = closed(document);
  }

  /**
   * Fails unless the document names the path, the method and the status, and the body has the shape
   * it gives, with no member beyond it. Problems are described once for all by RFC 9457 and are
   * checked for their members only.
   */
  void check(String method, String path, int status, String contentType, JsonNode body) {
    String where = "%s %s of %s-service".formatted(method, path, service);
    JsonNode operation = operation(method, path.replaceFirst("\\?.*", ""), where);
    if (status >= 400) {
      assertThat(contentType).as(where).isEqualTo("application/problem+json");
      assertThat(body.propertyNames()).as(where).contains("type", "title", "status", "detail");
      assertThat(body.path("status").asInt()).as(where).isEqualTo(status);
      assertThat(body.path("type").asString()).startsWith("https://churnops.io/problems/");
      return;
    }
    JsonNode response = operation.path("responses").path(Integer.toString(status));
    assertThat(response.isMissingNode()).as("%s documents status %d", where, status).isFalse();
    JsonNode schema = response.path("content").path(contentType).path("schema");
    if (contentType.equals("application/json")) {
      assertThat(schema.isMissingNode()).as("%s documents its JSON", where).isFalse();
      ObjectNode whole = JsonMapper.shared().createObjectNode();
      whole.set("components", document.path("components"));
      whole.setAll((ObjectNode) schema);
      assertThat(
              schemas
                  .getSchema(SchemaLocation.of("https://churnops.io/" + where.hashCode()), whole)
                  .validate(withoutNulls(body)))
          .as("%s answered %s", where, body)
          .isEmpty();
    }
  }

  private JsonNode operation(String method, String path, String where) {
    Map<String, JsonNode> fitting =
        document
            .path("paths")
            .propertyStream()
            .filter(template -> matches(template.getKey(), path))
            .filter(template -> template.getValue().has(method))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(fitting).as("%s is documented", where).isNotEmpty();
    return fitting.getOrDefault(path, fitting.values().iterator().next()).path(method);
  }

  private static boolean matches(String template, String path) {
    return Pattern.matches(
        "\\Q" + template.replaceAll("\\{[^}]+}", "\\\\E[^/]+?\\\\Q") + "\\E", path);
  }

  /** Objects that list their members have no others, but for those of several kinds. */
  private static JsonNode closed(JsonNode document) {
    document
        .path("components")
        .path("schemas")
        .forEach(schema -> {
          if (schema.has("properties")
              && !schema.has("additionalProperties")
              && !schema.has("discriminator")
              && !schema.has("allOf")) {
            ((ObjectNode) schema).put("additionalProperties", false);
          }
        });
    return document;
  }

  /** A member that is null says the same as one that is absent. */
  private static JsonNode withoutNulls(JsonNode body) {
    JsonNode copy = body.deepCopy();
    strip(copy);
    return copy;
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.removeIf(JsonNode::isNull);
    }
    node.forEach(OpenApiContract::strip);
  }
}
