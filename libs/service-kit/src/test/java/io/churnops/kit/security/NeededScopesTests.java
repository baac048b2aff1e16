package io.churnops.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeededScopesTests {

  @Test
  void readsWhatHandlersAskFor() {
    assertThat(alternatives("hasAuthority('SCOPE_a:b')")).containsExactly(List.of("a:b"));
    assertThat(alternatives("hasAuthority('SCOPE_a:b') and hasAuthority('SCOPE_c')"))
        .containsExactly(List.of("a:b", "c"));
    assertThat(alternatives("hasAnyAuthority('SCOPE_a', 'SCOPE_b:c')"))
        .containsExactly(List.of("a"), List.of("b:c"));
    assertThat(alternatives("hasAuthority('SCOPE_a') and (!#force or hasAuthority('SCOPE_b'))"))
        .as("what depends on the request is asked for later")
        .containsExactly(List.of("a"));
    assertThat(alternatives("isAuthenticated()")).containsExactly(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hasAuthority('SCOPE_a') or hasAuthority('SCOPE_b')",
        "!hasAuthority('SCOPE_a')",
        "hasAuthority('admin')",
        "permitAll()",
        ""
      })
  void refusesWhatItWouldReadAsSomethingElse(String expression) {
    assertThatIllegalArgumentException().isThrownBy(() -> NeededScopes.parse(expression));
  }

  private static List<List<String>> alternatives(String expression) {
    return NeededScopes.parse(expression).alternatives();
  }
}
