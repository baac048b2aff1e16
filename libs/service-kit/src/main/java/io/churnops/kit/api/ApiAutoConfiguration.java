package io.churnops.kit.api;

import io.churnops.kit.security.NeededScopes;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** What the OpenAPI documents of all services share: name, version, bearer key, problems. */
@AutoConfiguration
public final class ApiAutoConfiguration {

  private static final String BEARER = "bearer";
  private static final String PROBLEM = "application/problem+json";
  private static final String ANY_JSON = "JsonNode";

  ApiAutoConfiguration() {}

  @Bean
  OpenAPI openApi(@Value("${spring.application.name}") String name) {
    return new OpenAPI()
        .info(
            new Info()
                .title("Churnops " + name)
                .version("v1")
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme(BEARER)))
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }

  /** Which scopes a key needs, beside what a stranger and a key without them are told. */
  @Bean
  OperationCustomizer scopesOfOperations() {
    return (operation, handler) -> {
      NeededScopes.of(handler).ifPresent(needed -> tell(needed, operation));
      return operation;
    };
  }

  private static void tell(NeededScopes needed, Operation operation) {
    needed
        .alternatives()
        .forEach(
            scopes -> operation.addSecurityItem(new SecurityRequirement().addList(BEARER, scopes)));
    ApiResponses answers = operation.getResponses();
    answers.putIfAbsent("401", new ApiResponse().description("unauthorized: no known key"));
    if (needed.alternatives().stream().noneMatch(List::isEmpty)) {
      answers.putIfAbsent(
          "403", new ApiResponse().description("forbidden: a key without " + words(needed)));
    }
  }

  private static String words(NeededScopes needed) {
    return needed.alternatives().stream()
        .map(scopes -> String.join(" and ", scopes))
        .collect(Collectors.joining(" or "));
  }

  /** Whatever is not well is a problem, and JSON of any shape is an object to clients. */
  @Bean
  OpenApiCustomizer whatAllOperationsShare() {
    return api -> {
      api.getComponents().addSchemas("Problem", problem());
      if (api.getComponents().getSchemas().containsKey(ANY_JSON)) {
        api.getComponents().addSchemas(ANY_JSON, object().description("JSON of any shape"));
      }
      api.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .map(Operation::getResponses)
          .forEach(ApiAutoConfiguration::problems);
    };
  }

  /** A handler says in words what its problems are; what they look like is the same everywhere. */
  private static void problems(ApiResponses answers) {
    answers.forEach((status, answer) -> {
      if (isProblem(status) && !saysHow(answer)) {
        answer.content(problemContent());
      }
    });
    answers.addApiResponse(
        "default",
        new ApiResponse()
            .description("Anything else is a problem (RFC 9457)")
            .content(problemContent()));
  }

  private static boolean isProblem(String status) {
    return status.startsWith("4") || status.startsWith("5");
  }

  private static boolean saysHow(ApiResponse answer) {
    return answer.getContent() != null && answer.getContent().containsKey(PROBLEM);
  }

  private static Content problemContent() {
    return new Content()
        .addMediaType(
            PROBLEM, new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")));
  }

  private static Schema<?> problem() {
    return object()
        .addProperty("type", text().format("uri"))
        .addProperty("title", text())
        .addProperty("status", of("integer"))
        .addProperty("detail", text())
        .addProperty("instance", text());
  }

  private static Schema<?> object() {
    return of("object").additionalProperties(true);
  }

  private static Schema<?> text() {
    return of("string");
  }

  private static Schema<?> of(String type) {
    Schema<?> schema = new Schema<>();
    schema.setType(type);
    schema.setTypes(Set.of(type));
    return schema;
  }
}
