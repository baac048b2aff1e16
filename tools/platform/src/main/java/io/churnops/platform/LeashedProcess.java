package io.churnops.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process on a leash: it ends when this JVM ends, even by {@code kill -9}, because a shell
 * between the two holds the other end of a pipe. It lives in a session of its own, so Ctrl-C on the
 * terminal reaches this JVM alone.
 */
public final class LeashedProcess {

  private static final Duration GRACE = Duration.ofSeconds(12);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final int SIGNALLED = 128;
  private static final long LARGEST_LOG = 10L << 20;
  private static final String LEASH = leash();

  private final Process shell;
  private final Path pidFile;
  private volatile boolean stopped;

  private LeashedProcess(Process shell, Path pidFile) {
    this.shell = shell;
    this.pidFile = pidFile;
  }

  /**
   * Starts a command whose output goes to the end of a log file.
   *
   * @param environment variables to add to this JVM's own
   * @param signal what asks the process to stop, for example {@code TERM}
   * @param pidFile where the process id is kept, so that a later JVM can find what an earlier one
   *     left
   */
  public static LeashedProcess start(
      List<String> command,
      Map<String, String> environment,
      String signal,
      Path log,
      Path pidFile) {
    List<String> words = new ArrayList<>(Machine.ownSession());
    Path leash = pidFile.resolveSibling("leash.sh");
    words.addAll(List.of("sh", leash.toString(), signal, pidFile.toString()));
    words.addAll(command);
    try {
      Files.createDirectories(log.getParent());
      if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Files.deleteIfExists(pidFile);
      PrivateFiles.write(leash, LEASH);
      return new LeashedProcess(Processes.start(builder), pidFile);
    } catch (IOException e) {
      throw new PlatformException(
          "Cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
    }
  }

  /**
   * Waits until the server that an earlier JVM left behind is gone: its leash is ending it.
   *
   * @param program name of the server's program, lest a stranger be taken for it
   */
  static void awaitPredecessor(Path pidFile, String program) {
    Optional<ProcessHandle> predecessor = running(pidFile, program);
    try {
      if (predecessor.isPresent()) {
        predecessor.get().onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      throw new PlatformException(
          "Another %s (pid %d) works on %s and does not end. Stop it first."
              .formatted(program, predecessor.orElseThrow().pid(), pidFile.getParent()),
          e);
    } catch (ExecutionException e) {
      throw new PlatformException("Cannot wait for the former " + program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("Interrupted while waiting for the former " + program, e);
    }
  }

  /** The process named by the first line of a file, if it still runs that program. */
  static Optional<ProcessHandle> running(Path pidFile, String program) {
    return recordedPid(pidFile).stream()
        .boxed()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .filter(
            process -> process.info().command().filter(name -> name.endsWith(program)).isPresent())
        .findFirst();
  }

  private static OptionalLong recordedPid(Path pidFile) {
    try (Stream<String> lines = Files.lines(pidFile)) {
      return lines.map(String::trim).limit(1).mapToLong(Long::parseLong).findFirst();
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Id of the process, while it runs. Its leash writes it down once the process has been started,
   * which on a busy machine may be after the first answer of that process.
   */
  public OptionalLong pid() {
    OptionalLong recorded = OptionalLong.empty();
    long since = System.nanoTime();
    while (isAlive() && recorded.isEmpty() && System.nanoTime() - since < GRACE.toNanos()) {
      recorded = recordedPid(pidFile);
      if (recorded.isEmpty()) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
    return recorded;
  }

  public boolean isAlive() {
    return shell.isAlive();
  }

  /** Exit code of a process that has ended: 128 plus the signal's number when a signal ended it. */
  public int exitCode() {
    return shell.exitValue();
  }

  /** How a process that has ended came to its end, in a sentence. */
  public String ending() {
    int code = exitCode();
    return code > SIGNALLED
        ? "Its process was ended by signal %d.".formatted(code - SIGNALLED)
        : "Its process ended with exit code %d.".formatted(code);
  }

  /** Whether the process ended without anybody having called {@link #stop}. */
  public boolean crashed() {
    return !shell.isAlive() && !stopped;
  }

  /** Asks the server to stop and returns when it has. */
  public void stop() {
    stopped = true;
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the server and its leash at once. Counts as a crash. */
  public void kill() {
    try (Stream<ProcessHandle> children = shell.descendants()) {
      children.forEach(ProcessHandle::destroyForcibly);
    }
    shell.destroyForcibly();
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String leash() {
    try (InputStream in =
        Objects.requireNonNull(LeashedProcess.class.getResourceAsStream("leash.sh"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PlatformException("The class path is broken: leash.sh cannot be read.", e);
    }
  }
}
