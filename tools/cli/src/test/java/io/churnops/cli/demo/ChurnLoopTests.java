package io.churnops.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteHome;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChurnLoopTests {

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private long now;
  private int asked;

  @Test
  void tellsThatItStillWaitsWhereNobodyLooksAtAScreen() {
    Stages stages =
        new Stages(
            new Terminal(
                new PrintWriter(out), new PrintWriter(out), Terminal.NO_SCREEN, false, () -> now));
    try (SuiteClient client = new SuiteClient(new SuitePorts(0), new SuiteHome(home))) {
      ChurnLoop loop = new ChurnLoop(client, stages);

      stages.run(
          "fold into features",
          () -> {
            loop.await("the events", this::fourthAnswerAfterEighteenSeconds);
            return asked;
          });
    }
    assertThat(out.toString().lines()).hasSize(2).first().isEqualTo("fold into features ...");
  }

  private boolean fourthAnswerAfterEighteenSeconds() {
    now += TimeUnit.SECONDS.toNanos(asked == 0 ? 0 : 6);
    return ++asked == 4;
  }
}
