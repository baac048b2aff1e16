package io.churnops.kit.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses who may not ask before anything of the request is read, so that they are told so and not
 * what is wrong with the question. What depends on the request is asked for with the handler.
 */
final class ScopesFirst implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    // The rest of an answer that was begun comes again, without its caller.
    if (request.getDispatcherType() == DispatcherType.REQUEST
        && handler instanceof HandlerMethod method) {
      NeededScopes.of(method)
          .filter(needed -> !has(needed))
          .ifPresent(needed -> {
            throw new AccessDeniedException("One of " + needed.alternatives() + " is needed");
          });
    }
    return true;
  }

  private static boolean has(NeededScopes needed) {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    return caller != null && needed.areAmong(caller.getAuthorities());
  }
}
