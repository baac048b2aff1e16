package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.cli.suite.SuitePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A suite in a folder of its own, driven by the launcher's commands as a user drives it. */
final class LocalSuite {

  /**
   * Makes JVMs that live for a few minutes spend little on compiling; and sets them up for a
   * language with digits of its own and a time zone of another day, which nobody is to notice.
   */
  static final Map<String, String> FAR_AWAY =
      Map.of(
          "JDK_JAVA_OPTIONS",
          "-XX:TieredStopAtLevel=1 -Duser.language=ar -Duser.country=EG"
              + " -Duser.timezone=Pacific/Kiritimati");

  private static final long LONGEST_COMMAND_SECONDS = 300;
  private static final int LOWEST_OFFSET = 5600;
  private static final int OFFSETS_PER_FORK = 20;

  /**
   * From one offset to the next: more than there are services, and no divisor of what lies between
   * the ports of two servers, or Kafka of one suite could meet PostgreSQL of another.
   */
  private static final int STEP = 6;

  private final Path home;
  private final int portOffset;
  private final List<String> layout;

  LocalSuite(Path home, String... layout) {
    this.home = home;
    this.layout = List.of(layout);
    this.portOffset = freeOffset();
  }

  void up() {
    List<String> arguments = new ArrayList<>(List.of("up", "--port-offset", "" + portOffset));
    arguments.addAll(layout);
    Outcome outcome = run(arguments);
    assertThat(outcome.exitCode()).as("churnops up%n%s", outcome.output()).isZero();
  }

  void down() {
    Outcome outcome = run(List.of("down"));
    assertThat(outcome.exitCode()).as("churnops down%n%s", outcome.output()).isZero();
  }

  Outcome run(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Repository.root().resolve("tools/suite/target/app") + "/*",
                "io.churnops.cli.ChurnopsCommand"));
    command.addAll(arguments);
    command.addAll(List.of("--home", home.toString()));
    try {
      Path output = Files.createTempFile("churnops", ".out");
      ProcessBuilder launcher =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      launcher.environment().putAll(FAR_AWAY);
      Process process = launcher.start();
      boolean ended = process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return new Outcome(
          ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What {@code status --json} says of a part. */
  JsonNode part(String name) {
    for (JsonNode part : status().path("parts")) {
      if (part.path("name").asString().equals(name)) {
        return part;
      }
    }
    throw new AssertionError("status names no part " + name);
  }

  JsonNode status() {
    String output = run(List.of("status", "--json")).output();
    // Java notes before it that it takes options from the environment.
    return JsonMapper.shared().readTree(output.substring(output.indexOf('{')));
  }

  /** Ends the process of a part without a warning. */
  void kill(String part) throws InterruptedException {
    ProcessHandle process = ProcessHandle.of(part(part).path("pid").asLong()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  URI service(String name) {
    return URI.create("http://localhost:" + (Repository.port(name) + portOffset));
  }

  /** Where a server listens that usually does so at some port. */
  int port(int usual) {
    return usual + portOffset;
  }

  Path home() {
    return home;
  }

  String key(String principal) {
    return credential(principal + ".key");
  }

  String credential(String file) {
    try {
      return Files.readString(home.resolve("credentials").resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An offset at which the ports of a suite are free, that no other fork of this build looks at.
   * All of them are outside of those that Linux gives to clients, or one could be gone at the
   * start.
   */
  static int freeOffset() {
    int fork = fork() - 1;
    int first = (int) (ProcessHandle.current().pid() % OFFSETS_PER_FORK);
    for (int i = 0; i < OFFSETS_PER_FORK; i++) {
      int place = fork * OFFSETS_PER_FORK + (first + i) % OFFSETS_PER_FORK;
      int offset = LOWEST_OFFSET + place * STEP;
      if (new SuitePorts(offset).taken().isEmpty()) {
        return offset;
      }
    }
    throw new IllegalStateException("No free ports for a suite");
  }

  private static int fork() {
    Integer fork = Integer.getInteger("churnops.fork");
    if (fork == null) {
      throw new IllegalStateException(
          "Which fork of the build is this? Outside of Maven, say -Dchurnops.fork=1.");
    }
    return fork;
  }

  record Outcome(int exitCode, String output) {}
}
