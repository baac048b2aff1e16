package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowExportSettingsTests {

  private static final Duration SOME = Duration.ofSeconds(1);

  @Test
  void takesAnAddressWithAPath() {
    assertThat(settings("https://example.org:5000/mlflow//", "", "", "").uri())
        .isEqualTo("https://example.org:5000/mlflow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlflow:5000",
        "file:///tmp/secret",
        "https://ali:secret@example.org",
        "https://example.org?token=secret",
        "https://exa mple/secret",
        "databricks"
      })
  void refusesWhatIsNoAddressWithoutRepeatingIt(String uri) {
    assertThatThrownBy(() -> settings(uri, "", "", ""))
        .hasMessageStartingWith("churnops.mlflow-export.uri")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesCredentialsThatContradictEachOther() {
    assertThatThrownBy(() -> settings("", "token", "ali", "password"))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> settings("", "", "ali", "")).hasMessageContaining("together");
    assertThatThrownBy(() -> settings("", "", "", "password")).hasMessageContaining("together");
  }

  private static MlflowExportSettings settings(
      String uri, String tokenFile, String user, String passwordFile) {
    return new MlflowExportSettings(uri, tokenFile, user, passwordFile, "", SOME, SOME, SOME);
  }
}
