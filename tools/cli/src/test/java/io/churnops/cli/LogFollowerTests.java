package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTests {

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final Terminal terminal =
      new Terminal(new PrintWriter(out), new PrintWriter(out), Terminal.NO_SCREEN, false);

  @Test
  void showsOnlyWholeLinesThatWereAdded() throws IOException {
    Path log = Files.writeString(temp.resolve("log"), "old\n");
    LogFollower follower = LogFollower.fromEnd(log, "x ");

    Files.writeString(log, "one\ntw", StandardOpenOption.APPEND);
    follower.showMore(terminal);
    assertThat(out.toString().lines()).containsExactly("x one");

    Files.writeString(log, "o\n", StandardOpenOption.APPEND);
    follower.showMore(terminal);
    assertThat(out.toString().lines()).containsExactly("x one", "x two");
  }

  @Test
  void startsAgainWhenTheLogWasRolledOver() throws IOException {
    Path log = Files.writeString(temp.resolve("log"), "a long line that is old\n");
    LogFollower follower = LogFollower.fromEnd(log, "");

    Files.writeString(log, "new\n");
    follower.showMore(terminal);

    assertThat(out.toString().lines()).containsExactly("new");
  }

  @Test
  void waitsForALogThatIsNotThereYet() throws IOException {
    Path log = temp.resolve("log");
    LogFollower follower = LogFollower.fromEnd(log, "");
    follower.showMore(terminal);

    Files.writeString(log, "first\n");
    follower.showMore(terminal);

    assertThat(out.toString().lines()).containsExactly("first");
  }

  @Test
  @Timeout(60)
  void endsWhenNobodyReadsAnyMore() throws IOException {
    PipedReader reader = new PipedReader();
    Terminal piped =
        new Terminal(
            new PrintWriter(new PipedWriter(reader)),
            new PrintWriter(out),
            Terminal.NO_SCREEN,
            false);
    LogFollower follower = LogFollower.fromEnd(temp.resolve("log"), "");
    Files.writeString(temp.resolve("log"), "one\n");
    reader.close();

    LogFollower.follow(List.of(follower), piped);
  }
}
