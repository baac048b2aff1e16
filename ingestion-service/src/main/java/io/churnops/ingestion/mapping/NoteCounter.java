package io.churnops.ingestion.mapping;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what the notes of a mapping ask for. */
final class NoteCounter {

  private static final int ENTRY_BYTES = 160;

  private final Map<String, Counter> counters = new LinkedHashMap<>();
  private final MemoryBudget budget;

  NoteCounter(List<Note> notes, MemoryBudget budget) {
    this.budget = budget;
    notes.forEach(note -> counters.put(note.count(), counter(note)));
  }

  void see(Row row) {
    counters.values().forEach(counter -> counter.see(row));
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counters.forEach((name, counter) -> counts.put(name, counter.count()));
    return counts;
  }

  private Counter counter(Note note) {
    return switch (note) {
      case Note.Rows(_, Condition when) -> new RowCounter(when);
      case Note.RepeatedRows _ -> new RepetitionCounter(new RowFingerprints(budget));
      case Note.Several(_, Column of, Column per) -> new SeveralCounter(of, per, budget);
    };
  }

  private interface Counter {

    void see(Row row);

    long count();
  }

  private static final class RowCounter implements Counter {

    private final Condition when;
    private long count;

    RowCounter(Condition when) {
      this.when = when;
    }

    @Override
    public void see(Row row) {
      count += when.holds(row) ? 1 : 0;
    }

    @Override
    public long count() {
      return count;
    }
  }

  private static final class RepetitionCounter implements Counter {

    private final RowFingerprints seen;
    private long count;

    RepetitionCounter(RowFingerprints seen) {
      this.seen = seen;
    }

    @Override
    public void see(Row row) {
      count += seen.add(row.fields()) ? 0 : 1;
    }

    @Override
    public long count() {
      return count;
    }
  }

  private static final class SeveralCounter implements Counter {

    private final Column of;
    private final Column per;
    private final MemoryBudget budget;
    private final Map<Object, Object> first = new HashMap<>();
    private final Set<Object> several = new HashSet<>();

    SeveralCounter(Column of, Column per, MemoryBudget budget) {
      this.of = of;
      this.per = per;
      this.budget = budget;
    }

    @Override
    public void see(Row row) {
      Object value = row.value(of.index());
      Object key = row.value(per.index());
      if (value == null || key == null) {
        return;
      }
      @Nullable Object known = first.putIfAbsent(key, value);
      if (known == null) {
        budget.claim(ENTRY_BYTES + textBytes(key) + textBytes(value));
      } else if (!known.equals(value)) {
        several.add(key);
      }
    }

    private static int textBytes(Object value) {
      return value instanceof String text ? Character.BYTES * text.length() : 0;
    }

    @Override
    public long count() {
      return several.size();
    }
  }
}
