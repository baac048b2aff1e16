package io.churnops.training.card;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.churnops.forest.ModelParameters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells in the API's description which parameters belong to which algorithm. */
@Configuration(proxyBeanMethods = false)
class AlgorithmsInApi {

  private static final String ALGORITHM = "algorithm";

  @Bean
  OpenApiCustomizer parametersByAlgorithm() {
    return api -> nameAlgorithms(api.getComponents());
  }

  private static void nameAlgorithms(Components components) {
    for (JsonSubTypes.Type kind : ModelParameters.class.getAnnotation(JsonSubTypes.class).value()) {
      Schema<?> schema = components.getSchemas().get(kind.value().getSimpleName());
      if (schema != null) {
        schema.addProperty(ALGORITHM, new StringSchema()._enum(List.of(kind.name())));
        schema.addRequiredItem(ALGORITHM);
      }
    }
  }
}
