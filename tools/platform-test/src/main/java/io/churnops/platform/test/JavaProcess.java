package io.churnops.platform.test;

import static org.awaitility.Awaitility.await;

import io.churnops.platform.Processes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A JVM of its own with the test's class path, to be killed. It ends with the test's JVM. */
public final class JavaProcess implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a main class; what it writes is appended to a file. */
  public static JavaProcess start(
      Class<?> main, List<String> arguments, Map<String, ?> variables, Path log) {
    return start(
        ManagementFactory.getRuntimeMXBean().getClassPath(),
        main.getName(),
        arguments,
        variables,
        log);
  }

  /** Starts a program that is a jar by itself, with nothing of the test's class path. */
  public static JavaProcess startJar(Path jar, String main, List<String> arguments, Path log) {
    try {
      Path leash =
          Path.of(Leashed.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return start(jar + File.pathSeparator + leash, main, arguments, Map.of(), log);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JavaProcess start(
      String classPath, String main, List<String> arguments, Map<String, ?> variables, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives for seconds: code that is compiled quickly serves it better than fast code.
    command.addAll(
        List.of(
            "-Xmx320m", "-XX:MetaspaceSize=256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", classPath, Leashed.class.getName(), main));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    variables.forEach((name, value) -> builder.environment().put(name, value.toString()));
    try {
      return new JavaProcess(Processes.start(builder), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a service of the suite that listens on a port says that it is ready. */
  public JavaProcess awaitReady(int port) {
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/readyz".formatted(port))).build();
    await("the service is ready")
        .atMost(Patience.LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          assertAlive();
          return HTTP.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        });
    return this;
  }

  /** Waits until it has written a line that holds a pattern, and gives what was found. */
  public MatchResult awaitLine(Pattern pattern) {
    return await("a line with " + pattern)
        .atMost(Patience.LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              assertAlive();
              return pattern.matcher(Files.readString(log)).results().findFirst();
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private void assertAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("The process has ended. It said: " + tail());
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops all of its threads where they are, as a long collection of garbage would. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void goOn() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      int code =
          Processes.start(
                  new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO())
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill %s ended with %d".formatted(signal, code));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
