package io.churnops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TerminalTests {

  private final StringWriter out = new StringWriter();
  private long now = Long.MAX_VALUE;

  @Test
  void tellsAFileWhatIsGoingOnOnceNothingWasSaidForTenSeconds() {
    Terminal file = terminal(false);

    afterSeconds(9);
    file.progress("1 of 9");
    afterSeconds(1);
    file.progress("2 of 9");
    file.progress("3 of 9");
    afterSeconds(9);
    file.line("Something else.");
    afterSeconds(9);
    file.progress("4 of 9");
    afterSeconds(60);
    file.progress("5 of 9");

    assertThat(out.toString().lines()).containsExactly("2 of 9", "Something else.", "5 of 9");
  }

  @Test
  void tellsAScriptNothingButTheDocument() {
    Terminal script = terminal(true);

    afterSeconds(60);
    script.progress("1 of 9");

    assertThat(out.toString()).isEmpty();
  }

  private void afterSeconds(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private Terminal terminal(boolean json) {
    return new Terminal(
        new PrintWriter(out), new PrintWriter(out), Terminal.NO_SCREEN, json, () -> now);
  }
}
