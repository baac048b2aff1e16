package io.churnops.feature.datasets;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.CustomerVisitor;
import io.churnops.feature.log.EventChoice;
import io.churnops.feature.log.LogSnapshot;
import io.churnops.features.engine.CustomerEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands between the customers of the log, by id, and their rows. An id that was never joined to
 * another passes; any other comes with the customers that it belonged to.
 */
final class JoinedCustomers implements CustomerVisitor {

  private final LogSnapshot log;
  private final PersonRuns runs;
  private final RowSource.Range rows;
  private final List<String> joined;
  private int next;
  private Map<String, List<PersonRun>> prepared = Map.of();

  /**
   * Rows of a range.
   *
   * @param choice the events to be read
   * @param asKnown whether whose an id is counts as it was known at each moment, or as it is now
   * @param lastChange the last change of who is one customer that counts
   */
  JoinedCustomers(
      LogSnapshot log,
      Identities identities,
      CustomerRange range,
      EventChoice choice,
      boolean asKnown,
      long lastChange,
      RowSource.Range rows) {
    this.log = log;
    this.runs = new PersonRuns(log, identities, choice, asKnown, lastChange);
    this.rows = rows;
    this.joined = log.read(() -> identities.everJoined(range.from(), range.until()));
  }

  @Override
  public void visit(String id, Iterator<CustomerEvent> events) {
    while (next < joined.size() && Spine.BY_BYTES.compare(joined.get(next), id) < 0) {
      visitJoined();
    }
    if (next < joined.size() && joined.get(next).equals(id)) {
      visitJoined();
    } else {
      rows.visit(id, events);
    }
  }

  /** To be called after the last id. */
  void finish() {
    while (next < joined.size()) {
      visitJoined();
    }
    rows.finish();
  }

  private void visitJoined() {
    String id = joined.get(next);
    if (!prepared.containsKey(id)) {
      List<String> part = joined.subList(next, Math.min(joined.size(), next + PersonRuns.AT_ONCE));
      prepared = log.read(() -> prepare(part));
    }
    next++;
    rows.visit(id, prepared.getOrDefault(id, List.of()));
  }

  private Map<String, List<PersonRun>> prepare(List<String> ids) {
    Map<String, List<Long>> moments = new LinkedHashMap<>();
    ids.forEach(id -> moments.put(id, rows.momentsOf(id)));
    return runs.of(moments);
  }
}
