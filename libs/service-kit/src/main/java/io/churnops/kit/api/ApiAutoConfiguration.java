package io.churnops.kit.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The head of the OpenAPI document: the service's name, its version and the bearer key. */
@AutoConfiguration
public final class ApiAutoConfiguration {

  private static final String BEARER = "bearer";

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
}
