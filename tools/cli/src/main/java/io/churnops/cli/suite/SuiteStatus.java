package io.churnops.cli.suite;

import io.churnops.cli.suite.SuiteState.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a suite fares, as seen from outside: its own record, held against what really runs and
 * answers.
 *
 * @param layout absent when nothing runs
 * @param pid of the suite's own process; absent when nothing runs
 * @param failure why the last start failed
 */
public record SuiteStatus(
    Condition condition,
    @Nullable Layout layout,
    int portOffset,
    @Nullable Long pid,
    List<PartState> parts,
    @Nullable Failure failure) {

  public SuiteStatus {
    parts = List.copyOf(parts);
  }

  static SuiteStatus stopped() {
    return new SuiteStatus(Condition.STOPPED, null, 0, null, List.of(), null);
  }

  /** The parts that are not what they should be. */
  public List<PartState> troubled() {
    return parts.stream()
        .filter(part -> part.status() == PartStatus.CRASHED || part.status() == PartStatus.DOWN)
        .toList();
  }

  /** Whether its process is there, whatever became of its parts. */
  public boolean runs() {
    return switch (condition) {
      case STARTING, UP, IMPAIRED -> true;
      case STOPPED, CRASHED, FAILED -> false;
    };
  }

  /** The command that brings the suite up as it was. */
  public String upAgain() {
    return "churnops up"
        + (layout == Layout.SEPARATE ? " --separate" : "")
        + (portOffset == 0 ? "" : " --port-offset " + portOffset);
  }

  /** The suite as a whole. */
  public enum Condition {
    /** Nothing runs, and that is as it should be. */
    STOPPED,
    STARTING,
    /** Every part is up. */
    UP,
    /** It runs, but some part does not. */
    IMPAIRED,
    /** Its process is gone although nobody asked it to go. */
    CRASHED,
    /** The last start did not come to an end. */
    FAILED
  }
}
