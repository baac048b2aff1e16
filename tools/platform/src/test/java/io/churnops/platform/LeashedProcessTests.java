package io.churnops.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class LeashedProcessTests {

  @TempDir Path folder;

  @RepeatedTest(5)
  void knowsItsProcessFromTheFirstMoment() {
    LeashedProcess process =
        LeashedProcess.start(
            List.of("sleep", "60"),
            Map.of(),
            "TERM",
            folder.resolve("sleep.log"),
            folder.resolve("sleep.pid"));
    try {
      OptionalLong pid = process.pid();

      assertThat(pid).isPresent();
      assertThat(ProcessHandle.of(pid.getAsLong())).isPresent();
    } finally {
      process.stop();
    }
    assertThat(process.pid()).isEmpty();
  }
}
