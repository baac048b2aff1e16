package io.churnops.kit.security;

import io.churnops.kit.KitAutoConfiguration;
import io.churnops.kit.problem.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.authorization.method.PreAuthorizeAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Closed by default: every request needs a known key, except the two probes. */
@AutoConfiguration(
    after = KitAutoConfiguration.class,
    before = {ServletWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@EnableConfigurationProperties(SecurityProperties.class)
@Import(SecurityAutoConfiguration.Proxies.class)
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
  SecurityFilterChain securityFilterChain(
      HttpSecurity http, ApiKeys keys, JsonMapper json, ObjectProvider<ForeignRefusals> foreign)
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
                .authenticationEntryPoint((request, response, _) -> {
                  response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                  write(
                      request,
                      response,
                      json,
                      foreign,
                      HttpStatus.UNAUTHORIZED,
                      "unauthorized",
                      "A known key is needed: Authorization: Bearer <key>.");
                })
                .accessDeniedHandler((request, response, _) ->
                    write(
                        request,
                        response,
                        json,
                        foreign,
                        HttpStatus.FORBIDDEN,
                        "forbidden",
                        "This key's scopes do not allow the request.")))
        .build();
  }

  /**
   * Holds the callers of a handler to the scope it names. Looks at controllers alone: the
   * framework's own method security searches every method of every bean for four annotations, which
   * took a fifteenth of a start.
   */
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static AuthorizationManagerBeforeMethodInterceptor scopesOfHandlers() {
    return new AuthorizationManagerBeforeMethodInterceptor(
        new AnnotationMatchingPointcut(RestController.class, PreAuthorize.class, true),
        new PreAuthorizeAuthorizationManager());
  }

  /** Who may not ask is told so before anything of the request is read. */
  @Bean
  WebMvcConfigurer scopesFirst() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ScopesFirst()).order(Ordered.HIGHEST_PRECEDENCE);
      }
    };
  }

  /** Present so that Boot invents no user and password; keys are checked by the filter alone. */
  @Bean
  AuthenticationManager noPasswords() {
    return _ -> {
      throw new BadCredentialsException("Only bearer keys are accepted");
    };
  }

  private static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      JsonMapper json,
      ObjectProvider<ForeignRefusals> foreign,
      HttpStatus status,
      String slug,
      String detail)
      throws IOException {
    response.setStatus(status.value());
    Optional<Object> body =
        foreign.stream()
            .flatMap(refusals -> refusals.refusal(request, status, detail).stream())
            .findFirst();
    response.setContentType(
        body.isPresent()
            ? MediaType.APPLICATION_JSON_VALUE
            : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(
        response.getOutputStream(),
        body.orElseGet(
            () -> ProblemException.of(status, slug, status.getReasonPhrase(), detail, Map.of())));
  }

  /** Without proxies no scope would be asked for, so they do not hang on another configuration. */
  static final class Proxies implements ImportBeanDefinitionRegistrar {
    @Override
    public void registerBeanDefinitions(
        AnnotationMetadata importing, BeanDefinitionRegistry registry) {
      AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
      AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
    }
  }
}
