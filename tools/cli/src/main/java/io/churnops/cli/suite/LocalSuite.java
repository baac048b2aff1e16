package io.churnops.cli.suite;

import io.churnops.cli.suite.SuiteState.Failure;
import io.churnops.cli.suite.SuiteStatus.Condition;
import io.churnops.platform.Machine;
import io.churnops.platform.Processes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The suite of one home folder on this machine: starts it in a process of its own, tells how it
 * fares, and stops it. It touches no process but the one recorded in the home, by number and start
 * time.
 */
public final class LocalSuite {

  private static final Duration UP_WITHIN = Duration.ofMinutes(4);
  private static final Duration DOWN_WITHIN = Duration.ofSeconds(40);
  private static final Duration PORTS_FREE_WITHIN = Duration.ofSeconds(15);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final SuiteHome home;
  private final Path jars;

  /**
   * A suite, running or not.
   *
   * @param jars the folder with all jars of the build
   */
  public LocalSuite(SuiteHome home, Path jars) {
    this.home = home;
    this.jars = jars;
  }

  public SuiteHome home() {
    return home;
  }

  /** How the suite fares; asks each service whether it is ready. */
  public SuiteStatus status() {
    Optional<SuiteState> recorded = StateFile.read(home);
    if (recorded.isEmpty()) {
      return SuiteStatus.stopped();
    }
    SuiteState state = recorded.get();
    if (state.process().running().isEmpty()) {
      return ended(state);
    }
    List<PartState> parts = probed(state.parts());
    return new SuiteStatus(
        conditionOf(parts), state.layout(), state.portOffset(), state.process().pid(), parts, null);
  }

  /**
   * Starts the suite unless it runs, and returns when every service is ready. A suite with a dead
   * part is stopped first. When something does not start, or this JVM is asked to end meanwhile,
   * all that was started is stopped again.
   *
   * @return whether anything had to be started
   */
  public boolean up(Layout layout, SuitePorts ports, SuiteListener listener) {
    home.create();
    try (FileChannel channel =
            FileChannel.open(
                home.run().resolve("up.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        @Nullable FileLock lock = tryLock(channel)) {
      if (lock == null) {
        throw new SuiteException("Another `churnops up` is at work in " + home.folder() + ".");
      }
      SuiteStatus before = status();
      if (before.condition() == Condition.UP) {
        requireSame(before, layout, ports);
        return false;
      }
      clearAway(before, ports, listener);
      start(layout, ports, listener);
      return true;
    } catch (IOException e) {
      throw new SuiteException("Cannot lock " + home.run() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Stops the suite, gracefully first; returns when no process of it is left.
   *
   * @return whether anything ran
   */
  public boolean down() {
    Optional<ProcessHandle> running =
        StateFile.read(home).flatMap(state -> state.process().running());
    running.ifPresent(LocalSuite::end);
    StateFile.delete(home);
    return running.isPresent();
  }

  /** Deletes the data and logs of a suite that does not run; its credentials stay. */
  public void reset() {
    if (StateFile.read(home).flatMap(state -> state.process().running()).isPresent()) {
      throw new SuiteException("The suite runs. Stop it first: churnops down" + home.option());
    }
    try {
      Folders.delete(home.data());
      Folders.delete(home.logs());
      Folders.delete(home.run());
    } catch (IOException e) {
      throw new SuiteException("Cannot delete everything: " + e, e);
    }
  }

  /** Waits until the suite's process ends. */
  public void awaitEnd() {
    StateFile.read(home)
        .flatMap(state -> state.process().running())
        .ifPresent(process -> process.onExit().join());
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void requireSame(SuiteStatus running, Layout layout, SuitePorts ports) {
    if (running.layout() != layout || running.portOffset() != ports.offset()) {
      throw new SuiteException(
          "The suite runs already, but %s and with port offset %d. Stop it first: churnops down%s"
              .formatted(
                  running.layout() == Layout.SEPARATE ? "with separate processes" : "in one JVM",
                  running.portOffset(),
                  home.option()));
    }
  }

  private void clearAway(SuiteStatus before, SuitePorts ports, SuiteListener listener) {
    switch (before.condition()) {
      case STOPPED, FAILED, UP -> {}
      case STARTING -> listener.note("Stopping a suite whose start was abandoned.");
      case IMPAIRED ->
          listener.note(
              "Restarting a suite in which %s."
                  .formatted(
                      before.troubled().stream()
                          .map(part ->
                              part.name()
                                  + (part.status() == PartStatus.CRASHED
                                      ? " has crashed"
                                      : " does not answer"))
                          .collect(Collectors.joining(", "))));
      case CRASHED ->
          listener.note(
              "The suite's process %d has died. Starting a new one.".formatted(before.pid()));
    }
    if (before.condition() != Condition.STOPPED) {
      down();
      awaitPorts(ports);
    }
  }

  /** A killed suite's servers are being ended by their leashes; they take a moment. */
  private static void awaitPorts(SuitePorts ports) {
    long started = System.nanoTime();
    while (!ports.taken().isEmpty() && System.nanoTime() - started < PORTS_FREE_WITHIN.toNanos()) {
      LockSupport.parkNanos(PAUSE);
    }
  }

  private void start(Layout layout, SuitePorts ports, SuiteListener listener) {
    List<String> taken = ports.taken();
    if (!taken.isEmpty()) {
      throw new SuiteException(
          "%s%nStop what is in the way, or move the whole suite: churnops up --port-offset 100%s"
              .formatted(String.join("\n", taken), home.option()));
    }
    home.credentials();
    Staging.stage(jars, home);
    home.emptyTemporary();
    StateFile.delete(home);
    Process process = spawn(layout, ports);
    Thread stopper = new Thread(() -> end(process.toHandle()), "stop-what-was-started");
    Runtime.getRuntime().addShutdownHook(stopper);
    boolean up = false;
    try {
      awaitUp(process, listener);
      up = true;
    } finally {
      removeHook(stopper);
      if (!up) {
        end(process.toHandle());
      }
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LockSupport.park(); // the JVM is ending and the hook at work: let it
    }
  }

  private Process spawn(Layout layout, SuitePorts ports) {
    List<String> command = new ArrayList<>(Machine.ownSession());
    command.addAll(JavaCommand.ofSuite(home, layout, ports));
    try {
      return Processes.start(
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(console().toFile()));
    } catch (IOException e) {
      throw new SuiteException("Cannot start the suite's process: " + e.getMessage(), e);
    }
  }

  private Path console() {
    return home.logs().resolve("console.log");
  }

  private void awaitUp(Process process, SuiteListener listener) {
    Map<String, PartStatus> told = new HashMap<>();
    long started = System.nanoTime();
    while (true) {
      boolean alive = process.isAlive();
      Optional<SuiteState> state = StateFile.read(home);
      state.ifPresent(now -> tell(now.parts(), told, listener));
      if (!alive) {
        throw new SuiteException(explain(state.map(SuiteState::failure)));
      }
      if (state.isPresent() && conditionOf(state.get().parts()) == Condition.UP) {
        return;
      }
      if (System.nanoTime() - started > UP_WITHIN.toNanos()) {
        throw new SuiteException(
            "The suite is not up after %d s. See %s."
                .formatted(UP_WITHIN.toSeconds(), home.logs()));
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static void tell(
      List<PartState> parts, Map<String, PartStatus> told, SuiteListener listener) {
    for (PartState part : parts) {
      if (told.put(part.name(), part.status()) != part.status()) {
        listener.part(part);
      }
    }
  }

  private String explain(Optional<Failure> failure) {
    return failure
        .map(this::explain)
        .orElseGet(() -> "The suite's process ended. %s".formatted(LogTail.of(console(), 20)))
        .strip();
  }

  private String explain(Failure failure) {
    return SuiteService.named(failure.part())
        .map(service ->
            "%s does not start: %s%nIts log ends with:%n%s"
                .formatted(
                    service.fullName(),
                    failure.message(),
                    LogTail.of(home.log(failure.part()), 20)))
        .orElse(failure.message());
  }

  private static SuiteStatus ended(SuiteState state) {
    if (state.failure() != null) {
      return new SuiteStatus(
          Condition.FAILED, null, state.portOffset(), null, List.of(), state.failure());
    }
    String why = "The suite's process %d is gone.".formatted(state.process().pid());
    List<PartState> parts =
        state.parts().stream().map(part -> part.crashed(part.since(), null, why)).toList();
    return new SuiteStatus(
        Condition.CRASHED, state.layout(), state.portOffset(), state.process().pid(), parts, null);
  }

  private static List<PartState> probed(List<PartState> parts) {
    try (ReadyProbe probe = new ReadyProbe()) {
      return parts.parallelStream()
          .map(part ->
              part.status() == PartStatus.UP
                  ? complaint(part, probe).map(part::down).orElse(part)
                  : part)
          .toList();
    }
  }

  private static Optional<String> complaint(PartState part, ReadyProbe probe) {
    return SuiteService.named(part.name()).isPresent()
        ? probe.complaint(part.port())
        : probe.complaintOfServer(part.port());
  }

  private static Condition conditionOf(List<PartState> parts) {
    if (parts.stream().allMatch(part -> part.status() == PartStatus.UP)) {
      return Condition.UP;
    }
    boolean troubled =
        parts.stream()
            .anyMatch(
                part -> part.status() == PartStatus.CRASHED || part.status() == PartStatus.DOWN);
    return troubled ? Condition.IMPAIRED : Condition.STARTING;
  }

  private static void end(ProcessHandle process) {
    try {
      if (process.destroy()) {
        process.onExit().get(DOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (ExecutionException e) {
      throw new SuiteException("Cannot wait for process %d".formatted(process.pid()), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
