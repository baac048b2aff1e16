package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceVariablesTests {

  @TempDir Path temp;

  @Test
  void giveEachServiceItsOwnRoleKeyAndFolder() {
    SuiteHome home = new SuiteHome(temp);
    ServiceVariables variables = new ServiceVariables(home, new SuitePorts(10), home.credentials());

    Map<String, String> training = variables.of(SuiteService.TRAINING);

    assertThat(training)
        .containsEntry("SERVER_PORT", "8093")
        .containsEntry("CHURNOPS_POSTGRES_URL", "jdbc:postgresql://localhost:55442/churnops")
        .containsEntry("CHURNOPS_FEATURE_SERVICE_URL", "http://localhost:8092")
        .containsEntry("CHURNOPS_DATA_DIR", temp.resolve("data/training").toString())
        .containsEntry(
            "CHURNOPS_CLIENT_KEY_FILE",
            temp.resolve("credentials/training-service.key").toString());
    assertThat(training.get("CHURNOPS_POSTGRES_PASSWORD"))
        .isNotEqualTo(variables.of(SuiteService.SERVING).get("CHURNOPS_POSTGRES_PASSWORD"));
  }
}
