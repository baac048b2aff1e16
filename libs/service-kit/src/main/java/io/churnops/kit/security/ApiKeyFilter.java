package io.churnops.kit.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows the caller by the bearer key of the request; an unknown key stays a stranger. */
final class ApiKeyFilter extends OncePerRequestFilter {

  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;

  ApiKeyFilter(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String secret = bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (secret != null) {
      keys.find(secret).ifPresent(ApiKeyFilter::authenticate);
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String bearer(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).trim()
        : null;
  }

  private static void authenticate(ApiKeys.ApiKey key) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            key.principal(), null, authorities(key.scopes())));
    SecurityContextHolder.setContext(context);
  }

  private static List<GrantedAuthority> authorities(Set<String> scopes) {
    Set<String> granted = scopes.contains(Scopes.ADMIN) ? Scopes.all() : scopes;
    return granted.stream()
        .<GrantedAuthority>map(scope -> new SimpleGrantedAuthority("SCOPE_" + scope))
        .toList();
  }
}
