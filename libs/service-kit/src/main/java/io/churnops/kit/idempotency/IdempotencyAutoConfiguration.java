package io.churnops.kit.idempotency;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** {@link Idempotent} handlers, after the caller is known and before anything is done. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@ConditionalOnBean(JdbcClient.class)
@EnableConfigurationProperties(IdempotencyProperties.class)
public final class IdempotencyAutoConfiguration {

  /** The filters of security come at -100. */
  private static final int AFTER_SECURITY = 0;

  IdempotencyAutoConfiguration() {}

  @Bean
  KeyedRequests keyedRequests(
      JdbcClient jdbc, InstantSource clock, IdempotencyProperties properties) {
    return new KeyedRequests(jdbc, clock, properties.rememberedFor());
  }

  @Bean
  FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
      KeyedRequests requests,
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mapping,
      @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> problems) {
    IdempotencyFilter filter =
        new IdempotencyFilter(
            requests,
            request -> isIdempotent(request, mapping.getObject()),
            (request, response, handler, exception) ->
                problems.getObject().resolveException(request, response, handler, exception));
    FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(AFTER_SECURITY);
    return registration;
  }

  private static boolean isIdempotent(
      HttpServletRequest request, RequestMappingHandlerMapping mapping) {
    ServletRequestPathUtils.parseAndCache(request);
    try {
      HandlerExecutionChain chain = mapping.getHandler(request);
      return chain != null
          && chain.getHandler() instanceof HandlerMethod handler
          && handler.hasMethodAnnotation(Idempotent.class);
    } catch (Exception noHandler) {
      return false; // the dispatcher finds none either, and answers why
    }
  }

  @Bean
  OperationCustomizer idempotentOperations() {
    return (operation, handler) ->
        handler.hasMethodAnnotation(Idempotent.class) ? keyed(operation) : operation;
  }

  private static Operation keyed(Operation operation) {
    boolean described =
        operation.getParameters() != null
            && operation.getParameters().stream()
                .anyMatch(parameter -> IdempotencyFilter.HEADER.equals(parameter.getName()));
    return described
        ? operation
        : operation.addParametersItem(
            new HeaderParameter()
                .name(IdempotencyFilter.HEADER)
                .required(false)
                .description(
                    "For a day, the same key with the same body on this path does the work once and"
                        + " gets the same answer")
                .schema(new StringSchema().minLength(1).maxLength(IdempotencyFilter.LONGEST)));
  }
}
