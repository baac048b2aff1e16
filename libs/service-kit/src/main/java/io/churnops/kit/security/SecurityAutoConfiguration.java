package io.churnops.kit.security;

import io.churnops.kit.KitAutoConfiguration;
import io.churnops.kit.problem.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import tools.jackson.databind.json.JsonMapper;

/** Closed by default: every request needs a known key, except the two probes. */
@AutoConfiguration(
    after = KitAutoConfiguration.class,
    before = {ServletWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@EnableConfigurationProperties(SecurityProperties.class)
@EnableMethodSecurity
public final class SecurityAutoConfiguration {

  private static final String[] PROBES = {
    "/livez", "/readyz", "/actuator/health/liveness", "/actuator/health/readiness"
  };

  SecurityAutoConfiguration() {}

  @Bean
  ApiKeys apiKeys(SecurityProperties properties, InstantSource clock, JsonMapper json) {
    return new ApiKeys(properties.apiKeysFile(), clock, json);
  }

  @Bean
  ClientKey clientKey(SecurityProperties properties) {
    return new ClientKey(properties.clientKeyFile());
  }

  @Bean
  SecurityFilterChain securityFilterChain(HttpSecurity http, ApiKeys keys, JsonMapper json)
      throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new ApiKeyFilter(keys), AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(PROBES)
                .permitAll()
                .requestMatchers("/actuator/prometheus")
                .hasAuthority("SCOPE_metrics:read")
                .anyRequest()
                .authenticated())
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint((_, response, _) -> {
                  response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                  write(
                      response,
                      json,
                      HttpStatus.UNAUTHORIZED,
                      "unauthorized",
                      "A known key is needed: Authorization: Bearer <key>.");
                })
                .accessDeniedHandler((_, response, _) ->
                    write(
                        response,
                        json,
                        HttpStatus.FORBIDDEN,
                        "forbidden",
                        "This key's scopes do not allow the request.")))
        .build();
  }

  /** Present so that Boot invents no user and password; keys are checked by the filter alone. */
  @Bean
  AuthenticationManager noPasswords() {
    return _ -> {
      throw new BadCredentialsException("Only bearer keys are accepted");
    };
  }

  private static void write(
      HttpServletResponse response, JsonMapper json, HttpStatus status, String slug, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(
        response.getOutputStream(),
        ProblemException.of(status, slug, status.getReasonPhrase(), detail, Map.of()));
  }
}
