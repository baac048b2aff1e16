package io.churnops.cli.suite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one part of the suite fares.
 *
 * @param name {@code postgres}, {@code redis}, {@code kafka} or a service's short name
 * @param pid of its own process, or of the one it lives in
 * @param since when it got into this status
 * @param exitCode of its own process, when that has ended
 * @param message why it crashed or is down
 */
public record PartState(
    String name,
    PartStatus status,
    int port,
    @Nullable Long pid,
    Instant since,
    @Nullable Integer exitCode,
    @Nullable String message) {

  /** The same part in another status, from now on. */
  PartState now(PartStatus next, Instant at, @Nullable Long nextPid) {
    return new PartState(name, next, port, nextPid, at, null, null);
  }

  PartState crashed(Instant at, @Nullable Integer code, String why) {
    return new PartState(name, PartStatus.CRASHED, port, pid, at, code, why);
  }

  PartState down(String why) {
    return new PartState(name, PartStatus.DOWN, port, pid, since, null, why);
  }
}
