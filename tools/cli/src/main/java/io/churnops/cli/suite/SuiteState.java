package io.churnops.cli.suite;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a suite's process says of itself, kept in a file while it runs. The file stays behind when
 * the process could not start or was killed.
 *
 * @param process the process that holds the servers and watches the rest
 * @param failure why the suite could not start
 */
public record SuiteState(
    ProcessStamp process,
    Layout layout,
    int portOffset,
    List<PartState> parts,
    @Nullable Failure failure) {

  public SuiteState {
    parts = List.copyOf(parts);
  }

  /**
   * Why the suite could not start.
   *
   * @param part whose fault it was
   */
  public record Failure(String part, String message) {}

  /** A process of this machine that cannot be taken for a later one with the same number. */
  public record ProcessStamp(long pid, @Nullable Instant started) {

    static ProcessStamp of(ProcessHandle process) {
      return new ProcessStamp(process.pid(), process.info().startInstant().orElse(null));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> running() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> of(process).equals(this));
    }
  }
}
