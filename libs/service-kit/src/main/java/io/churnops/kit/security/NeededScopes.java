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

  private static final String ONE = "'SCOPE_[\\w:]+'";
  private static final Pattern ANY_OF =
      Pattern.compile("hasAnyAuthority\\(%s(, %s)*\\)".formatted(ONE, ONE));
  private static final Pattern ALL_OF =
      Pattern.compile("hasAuthority\\(%s\\)( and hasAuthority\\(%s\\))*".formatted(ONE, ONE));
  private static final String ANYBODY_KNOWN = "isAuthenticated()";

  public NeededScopes {
    alternatives = alternatives.stream().map(List::copyOf).toList();
  }

  /** What a handler names; nothing for what is not one of ours. */
  public static Optional<NeededScopes> of(HandlerMethod handler) {
    return Optional.ofNullable(handler.getMethodAnnotation(PreAuthorize.class))
        .map(PreAuthorize::value)
        .map(NeededScopes::parse);
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException if it has another form than those that handlers use, so that
   *     none is taken for asking less or more than it does
   */
  static NeededScopes parse(String expression) {
    String always = DEPENDS_ON_THE_REQUEST.matcher(expression).replaceFirst("");
    List<String> scopes = SCOPE.matcher(always).results().map(scope -> scope.group(1)).toList();
    if (ANY_OF.matcher(always).matches()) {
      return new NeededScopes(scopes.stream().map(List::of).toList());
    }
    if (ALL_OF.matcher(always).matches() || always.equals(ANYBODY_KNOWN)) {
      return new NeededScopes(List.of(scopes));
    }
    throw new IllegalArgumentException("Not a way of asking for scopes: " + expression);
  }

  boolean areAmong(Collection<? extends GrantedAuthority> granted) {
    List<String> names = granted.stream().map(GrantedAuthority::getAuthority).toList();
    return alternatives.stream()
        .anyMatch(scopes -> scopes.stream().allMatch(scope -> names.contains(PREFIX + scope)));
  }
}
