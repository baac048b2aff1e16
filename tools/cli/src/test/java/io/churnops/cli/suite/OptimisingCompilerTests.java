package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.churnops.platform.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptimisingCompilerTests {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void letsEveryOtherThreadGoFirst() throws Exception {
    assumeThat(Path.of("/proc/self/task")).exists();
    assumeThat(Machine.executable("renice")).isPresent();

    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Told.class.getName());
    command.environment().remove("JDK_JAVA_OPTIONS"); // It would leave out the compiler.
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.startsWith("C2")))
        .as("the first; more may have come since")
        .anyMatch(line -> line.endsWith(" 10"));
    assertThat(output.lines().filter(line -> line.startsWith("C1") || line.startsWith("java")))
        .hasSizeGreaterThan(1)
        .noneMatch(line -> line.endsWith(" 10"));
  }

  /** A JVM with both compilers, which tells how nice its threads are. */
  static final class Told {

    private static final int NICENESS = 16;

    private Told() {}

    public static void main(String[] arguments) throws IOException {
      OptimisingCompiler.yieldToOthers();
      long since = System.nanoTime();
      while (threads().noneMatch(line -> line.startsWith("C2") && line.endsWith(" 10"))
          && System.nanoTime() - since < PATIENCE.toNanos()) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      threads().forEach(System.out::println);
    }

    /** Name and niceness of each; see proc(5) on what {@code stat} holds after the name. */
    private static Stream<String> threads() throws IOException {
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        return threads.map(Told::thread).toList().stream();
      }
    }

    private static String thread(Path thread) {
      try {
        String stat = Files.readString(thread.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return name + " " + Arrays.asList(fields).get(NICENESS);
      } catch (IOException ended) {
        return "";
      }
    }
  }
}
