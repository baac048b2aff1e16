package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteServiceTests {

  @ParameterizedTest
  @EnumSource
  void namesAMainClassThatExists(SuiteService service) {
    assertThatCode(() ->
            Class.forName(service.mainClass(), false, getClass().getClassLoader())
                .getMethod("main", String[].class))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void bringsItsConfigurationUnderItsShortName(SuiteService service) {
    assertThat(getClass().getResource("/" + service.shortName() + ".yml")).isNotNull();
  }

  @Test
  void isFoundByItsShortName() {
    assertThat(SuiteService.named("serving")).contains(SuiteService.SERVING);
    assertThat(SuiteService.named("postgres")).isEmpty();
  }
}
