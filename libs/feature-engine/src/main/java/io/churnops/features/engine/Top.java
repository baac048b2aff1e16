package io.churnops.features.engine;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each category occurs, of the so many categories with the smallest hashes. Up to the
 * bound that is every category. Beyond it, those counted are a sample by hash, the same in every
 * order of events, and their counts are exact: a category that has had to go has so many smaller
 * ones before it for ever, in this partial and in whatever it is merged into.
 */
final class Top implements Partial {

  private static final Comparator<Map.Entry<Category, Long>> MOST_FREQUENT_FIRST =
      Map.Entry.<Category, Long>comparingByValue()
          .reversed()
          .thenComparing(counted -> counted.getKey().text());

  private final int most;
  private final TreeMap<Category, Long> counts = new TreeMap<>();

  Top(int most) {
    this.most = most;
  }

  /**
   * The category of a rank, null if there are fewer; of those as frequent, the text that sorts
   * first comes first.
   *
   * @param rank from 0
   */
  @Nullable String category(int rank) {
    return counts.entrySet().stream()
        .sorted(MOST_FREQUENT_FIRST)
        .skip(rank)
        .findFirst()
        .map(counted -> counted.getKey().text())
        .orElse(null);
  }

  private void offer(Category category, long times) {
    counts.merge(category, times, Long::sum);
    if (counts.size() > most) {
      counts.pollLastEntry();
    }
  }

  Set<Category> kept() {
    return counts.keySet();
  }

  @Override
  public void add(Payload payload, Stamp stamp) {
    for (Category category : ((Payload.Counted) payload).categories()) {
      offer(category, 1);
    }
  }

  @Override
  public void merge(Partial other) {
    ((Top) other).counts.forEach(this::offer);
  }

  @Override
  public void write(StateWriter out) {
    out.varint(counts.size());
    int previous = -1;
    for (Map.Entry<Category, Long> counted : counts.entrySet()) {
      int number = out.numberOf(counted.getKey());
      out.varint(number - previous - 1L);
      out.varint(counted.getValue());
      previous = number;
    }
  }

  @Override
  public void read(StateReader in, Signal.Form form) throws CorruptStateException {
    int size = in.count(2);
    in.check(size > 0 && size <= most, "so many categories: " + size);
    long number = -1;
    for (int i = 0; i < size; i++) {
      long skipped = in.varint();
      in.check(skipped >= 0 && skipped <= Integer.MAX_VALUE, "no such category");
      number += skipped + 1;
      Category category = in.category(number);
      long times = in.varint();
      in.check(times > 0, "a category that never occurred");
      counts.put(category, times);
    }
  }
}
