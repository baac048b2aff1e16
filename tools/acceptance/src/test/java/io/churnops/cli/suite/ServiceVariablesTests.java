package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceVariablesTests {

  private static final Pattern FILE =
      Pattern.compile("\\$\\{(CHURNOPS_[A-Z_]+_FILE):\\.churnops/([^}]+)}");

  @TempDir Path temp;

  @Test
  void giveEachServiceItsOwnRoleKeyAndFolder() {
    SuiteHome home = new SuiteHome(temp);
    ServiceVariables variables = new ServiceVariables(home, new SuitePorts(10), home.credentials());

    Map<String, String> training = variables.of(SuiteService.TRAINING);

    assertThat(training)
        .containsEntry("SERVER_PORT", "8093")
        .containsEntry("CHURNOPS_POSTGRES_URL", "jdbc:postgresql://localhost:25442/churnops")
        .containsEntry("CHURNOPS_FEATURE_SERVICE_URL", "http://localhost:8092")
        .containsEntry("CHURNOPS_DATA_DIR", temp.resolve("data/training").toString())
        .containsEntry(
            "CHURNOPS_CLIENT_KEY_FILE",
            temp.resolve("credentials/training-service.key").toString());
    assertThat(training.get("CHURNOPS_POSTGRES_PASSWORD"))
        .isNotEqualTo(variables.of(SuiteService.SERVING).get("CHURNOPS_POSTGRES_PASSWORD"));
  }

  @ParameterizedTest
  @EnumSource(SuiteService.class)
  void nameTheFilesThatAServiceLooksForUnlessToldOtherwise(SuiteService service)
      throws IOException {
    SuiteHome home = new SuiteHome(temp);
    var variables = new ServiceVariables(home, new SuitePorts(0), home.credentials()).of(service);
    String configuration =
        resource("churnops-defaults.yml") + resource(service.shortName() + ".yml");

    Map<String, String> defaults =
        FILE.matcher(configuration.replace("${spring.application.name}", service.fullName()))
            .results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));

    assertThat(defaults).containsKeys("CHURNOPS_API_KEYS_FILE", "CHURNOPS_CLIENT_KEY_FILE");
    defaults.forEach((variable, file) ->
        assertThat(variables).containsEntry(variable, temp.resolve(file).toString()));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ServiceVariablesTests.class.getClassLoader().getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
