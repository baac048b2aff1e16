package io.churnops.kit.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

/**
 * Knows the caller by the key of the request, a bearer token or, for clients that can send nothing
 * else, the password of any user; an unknown key stays a stranger.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final ApiKeys keys;

  ApiKeyFilter(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String secret = secret(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (secret != null) {
      keys.find(secret).ifPresent(ApiKeyFilter::authenticate);
    }
    chain.doFilter(request, response);
  }

  private static @Nullable String secret(@Nullable String header) {
    String bearer = after(BEARER, header);
    return bearer == null ? password(after(BASIC, header)) : bearer;
  }

  private static @Nullable String after(String scheme, @Nullable String header) {
    return header != null && header.regionMatches(true, 0, scheme, 0, scheme.length())
        ? header.substring(scheme.length()).trim()
        : null;
  }

  private static @Nullable String password(@Nullable String credentials) {
    if (credentials == null) {
      return null;
    }
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : pair.substring(colon + 1);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
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
