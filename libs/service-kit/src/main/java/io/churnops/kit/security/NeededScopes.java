package io.churnops.kit.security;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.method.HandlerMethod;

/**
 * The scopes that a handler asks of every caller, whatever the request says.
 *
 * @param alternatives each of them is enough; all scopes of one are needed
 */
public record NeededScopes(List<List<String>> alternatives) {

  private static final String PREFIX = "SCOPE_";
  private static final Pattern SCOPE = Pattern.compile(PREFIX + "([\\w:]+)");
  private static final Pattern DEPENDS_ON_THE_REQUEST = Pattern.compile(" and \\(!#.*");

  public NeededScopes {
    alternatives = alternatives.stream().map(List::copyOf).toList();
  }

  /** What a handler names; nothing for what is not one of ours. */
  public static Optional<NeededScopes> of(HandlerMethod handler) {
    return Optional.ofNullable(handler.getMethodAnnotation(PreAuthorize.class))
        .map(PreAuthorize::value)
        .map(NeededScopes::parse);
  }

  static NeededScopes parse(String expression) {
    String always = DEPENDS_ON_THE_REQUEST.matcher(expression).replaceFirst("");
    List<String> scopes = SCOPE.matcher(always).results().map(scope -> scope.group(1)).toList();
    return new NeededScopes(
        always.startsWith("hasAnyAuthority")
            ? scopes.stream().map(List::of).toList()
            : List.of(scopes));
  }

  boolean areAmong(Collection<? extends GrantedAuthority> granted) {
    List<String> names = granted.stream().map(GrantedAuthority::getAuthority).toList();
    return alternatives.stream()
        .anyMatch(scopes -> scopes.stream().allMatch(scope -> names.contains(PREFIX + scope)));
  }
}
