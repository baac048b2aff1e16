package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RehearsalTests {

  @Test
  void commandsAreAnswered() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Rehearsal.main(new String[0]);
    } finally {
      System.setOut(out);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines().map(String::strip))
        .anyMatch(line -> line.matches("churn +1 +champion +0\\.800 .*"))
        .anyMatch(line -> line.startsWith("The suite does not run."));
  }
}
