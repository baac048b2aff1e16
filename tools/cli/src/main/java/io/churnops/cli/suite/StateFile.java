package io.churnops.cli.suite;

import io.churnops.cli.suite.SuiteState.Failure;
import io.churnops.cli.suite.SuiteState.ProcessStamp;
import io.churnops.platform.PlatformException;
import io.churnops.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The record of a running suite. Readers see a whole state, never a part of one. What a full disk
 * refuses is written when it is asked for again.
 */
final class StateFile {

  private static final Logger log = LoggerFactory.getLogger(StateFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SuiteHome home;
  private final InstantSource clock;
  private SuiteState state;
  private boolean ended;
  private boolean behind;

  private StateFile(SuiteHome home, InstantSource clock, SuiteState state) {
    this.home = home;
    this.clock = clock;
    this.state = state;
  }

  /** Begins the record of this process with every part waiting. */
  static StateFile begin(SuiteHome home, Layout layout, SuitePorts ports, InstantSource clock) {
    List<PartState> parts = new ArrayList<>();
    parts.add(waiting("postgres", ports.servers().postgres(), clock));
    parts.add(waiting("redis", ports.servers().redis(), clock));
    parts.add(waiting("kafka", ports.servers().kafka(), clock));
    for (SuiteService service : SuiteService.values()) {
      parts.add(waiting(service.shortName(), ports.of(service), clock));
    }
    ProcessStamp process = ProcessStamp.of(ProcessHandle.current());
    StateFile file =
        new StateFile(home, clock, new SuiteState(process, layout, ports.offset(), parts, null));
    file.tryWrite();
    return file;
  }

  /** The last recorded state of the suite in a home; empty when it was stopped or never started. */
  static Optional<SuiteState> read(SuiteHome home) {
    try {
      return Optional.of(JSON.readValue(Files.readString(home.stateFile()), SuiteState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      throw new PlatformException(
          "The record %s cannot be read: %s. Delete it if no suite runs."
              .formatted(home.stateFile(), e.getMessage()),
          e);
    }
  }

  static void delete(SuiteHome home) {
    try {
      Files.deleteIfExists(home.stateFile());
    } catch (IOException e) {
      throw new PlatformException("Cannot delete %s: %s".formatted(home.stateFile(), e), e);
    }
  }

  synchronized void starting(String part) {
    change(part, old -> old.now(PartStatus.STARTING, clock.instant(), null));
  }

  synchronized void up(String part, long pid) {
    change(part, old -> old.now(PartStatus.UP, clock.instant(), pid));
  }

  /** Records a crash. Says whether it was new: the first word on a part stands. */
  synchronized boolean crashed(String part, @Nullable Integer exitCode, String why) {
    if (state.parts().stream()
        .anyMatch(old -> old.name().equals(part) && old.status() == PartStatus.CRASHED)) {
      return false;
    }
    change(part, old -> old.crashed(clock.instant(), exitCode, why));
    return true;
  }

  synchronized void failed(String part, String message) {
    state =
        new SuiteState(
            state.process(),
            state.layout(),
            state.portOffset(),
            state.parts(),
            new Failure(part, message));
    write();
  }

  /** Closes the record: only a failure to start is worth keeping. */
  synchronized void end() {
    ended = true;
    if (state.failure() == null) {
      delete(home);
    }
  }

  private void change(String part, UnaryOperator<PartState> change) {
    state =
        new SuiteState(
            state.process(),
            state.layout(),
            state.portOffset(),
            state.parts().stream()
                .map(old -> old.name().equals(part) ? change.apply(old) : old)
                .toList(),
            state.failure());
    write();
  }

  /** Writes what could not be written so far. */
  synchronized void catchUp() {
    if (behind) {
      write();
    }
  }

  /** Without room for the record, what it is about is watched on. */
  private void write() {
    if (ended) {
      return;
    }
    try {
      tryWrite();
      behind = false;
    } catch (PlatformException noRoom) {
      if (!behind) {
        log.error("The record of the suite is not written yet: {}", noRoom.getMessage());
      }
      behind = true;
    }
  }

  private void tryWrite() {
    PrivateFiles.write(
        home.stateFile(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
  }

  private static PartState waiting(String name, int port, InstantSource clock) {
    return new PartState(name, PartStatus.WAITING, port, null, clock.instant(), null, null);
  }
}
