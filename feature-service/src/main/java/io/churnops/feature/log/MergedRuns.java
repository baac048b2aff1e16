package io.churnops.feature.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Makes one order of several. */
final class MergedRuns implements SortedRows {

  private final Queue<Run> runs =
      new PriorityQueue<>(Comparator.comparing(Run::row, EventRow::compare));
  private @Nullable Run last;

  /** Rows of which the first was read. */
  private record Run(ByteBuffer row, SortedRows rest) {}

  MergedRuns(List<SortedRows> sorted) throws IOException {
    for (SortedRows rows : sorted) {
      add(rows);
    }
  }

  private void add(SortedRows rows) throws IOException {
    ByteBuffer row = rows.next();
    if (row != null) {
      runs.add(new Run(row, rows));
    }
  }

  @Override
  public @Nullable ByteBuffer next() throws IOException {
    if (last != null) {
      add(last.rest());
    }
    last = runs.poll();
    return last == null ? null : last.row();
  }
}
