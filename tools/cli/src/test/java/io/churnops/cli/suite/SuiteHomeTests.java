package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteHomeTests {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "two  words", "Größe", "it's", "$(exit 3)", "a\"b"})
  void showsACallThatAShellReadsAsItIsMeant(String name) throws IOException {
    SuiteHome home = new SuiteHome(temp.resolve(name));
    Files.createDirectories(home.credentialsFolder());
    Files.writeString(home.credentialsFolder().resolve("admin.key"), "secret\n");

    assertThat(shell("curl() { printf '<%s>' \"$@\"; }; " + home.curl() + " URL"))
        .isEqualTo("<-H><Authorization: Bearer secret><URL>");
  }

  private static String shell(String command) throws IOException {
    Process bash = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
