package io.churnops.features.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pass over one customer's events, making rows on the way. */
final class CustomerPass {

  private final RowFeatures features;
  private final List<LabelPass> labels;
  private final long longestHorizon;
  private final String customerId;
  private final List<Long> cutoffs;
  private final KnownTime mode;
  private final Consumer<TrainingRow> rows;

  private final Queue<CustomerEvent> notYetKnown =
      new PriorityQueue<>(Comparator.comparingLong(CustomerEvent::knownMicros));
  private final Queue<OpenRow> open = new ArrayDeque<>();
  private int nextCutoff;
  private @Nullable CustomerEvent previous;

  private static final class OpenRow {

    final long cutoff;
    final boolean[] eligible;
    final boolean[] loyal;
    final FeatureVector vector;

    OpenRow(long cutoff, boolean[] eligible, FeatureVector vector) {
      this.cutoff = cutoff;
      this.eligible = eligible;
      this.loyal = new boolean[eligible.length];
      this.vector = vector;
    }
  }

  CustomerPass(
      RowFeatures features,
      List<LabelDefinition> labels,
      String customerId,
      List<Long> cutoffs,
      KnownTime mode,
      long maturity,
      Consumer<TrainingRow> rows) {
    this.features = features;
    this.labels = labels.stream().map(label -> new LabelPass(label, maturity)).toList();
    this.longestHorizon = labels.stream().mapToLong(LabelDefinition::horizonMicros).max().orElse(0);
    this.customerId = customerId;
    this.cutoffs = List.copyOf(cutoffs);
    this.mode = mode;
    this.rows = rows;
    requireAscending(this.cutoffs);
  }

  private static void requireAscending(List<Long> cutoffs) {
    for (int i = 0; i < cutoffs.size(); i++) {
      Micros.requireCalendar(cutoffs.get(i), "cutoff");
      if (i > 0 && cutoffs.get(i - 1) >= cutoffs.get(i)) {
        throw new IllegalArgumentException("cutoffs must be strictly ascending: " + cutoffs);
      }
    }
  }

  void accept(CustomerEvent event) {
    requireOrder(event);
    cutUpTo(event.timeMicros());
    close(event.timeMicros());
    if (!open.isEmpty()) {
      open.forEach(row -> noteLoyalty(row, event));
    }
    if (nextCutoff < cutoffs.size()) {
      admit(mode == KnownTime.AS_HAPPENED ? event.knownWhenItHappened() : event);
    }
  }

  private void noteLoyalty(OpenRow row, CustomerEvent event) {
    for (int i = 0; i < row.loyal.length; i++) {
      if (!row.loyal[i] && row.eligible[i]) {
        row.loyal[i] = labels.get(i).showsLoyalty(event, row.cutoff);
      }
    }
  }

  /** All cutoffs up to the event have been cut, so the next one sees it if it is known by then. */
  private void admit(CustomerEvent event) {
    if (event.knownMicros() <= cutoffs.get(nextCutoff)) {
      take(event);
    } else {
      notYetKnown.add(event);
    }
  }

  private void take(CustomerEvent event) {
    features.add(event);
    labels.forEach(label -> label.admit(event));
  }

  void finish() {
    cutUpTo(Long.MAX_VALUE);
    close(Long.MAX_VALUE);
  }

  private void requireOrder(CustomerEvent event) {
    if (!event.customerId().equals(customerId)) {
      throw new IllegalArgumentException("an event of another customer than " + customerId);
    }
    if (previous != null && CustomerEvent.ORDER.compare(previous, event) > 0) {
      throw new IllegalArgumentException("events must be sorted by time, source and id");
    }
    previous = event;
  }

  /** Makes the rows of the cutoffs up to an instant: all events before it have been seen. */
  private void cutUpTo(long micros) {
    while (nextCutoff < cutoffs.size() && cutoffs.get(nextCutoff) <= micros) {
      long cutoff = cutoffs.get(nextCutoff++);
      admitKnownBy(cutoff);
      boolean[] eligible = eligible(cutoff);
      if (labels.isEmpty() || anyOf(eligible)) {
        close(cutoff);
        open.add(new OpenRow(cutoff, eligible, features.at(cutoff)));
      }
    }
  }

  private void admitKnownBy(long cutoff) {
    for (CustomerEvent next = notYetKnown.peek();
        next != null && next.knownMicros() <= cutoff;
        next = notYetKnown.peek()) {
      notYetKnown.remove();
      take(next);
    }
  }

  private boolean[] eligible(long cutoff) {
    boolean[] eligible = new boolean[labels.size()];
    for (int i = 0; i < eligible.length; i++) {
      eligible[i] = labels.get(i).isEligible(cutoff);
    }
    return eligible;
  }

  private static boolean anyOf(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }

  /** Hands out the rows whose horizons have all ended by an instant. */
  private void close(long micros) {
    for (OpenRow row = open.peek();
        row != null && row.cutoff + longestHorizon <= micros;
        row = open.peek()) {
      open.remove();
      rows.accept(new TrainingRow(customerId, row.cutoff, outcomes(row), row.vector));
    }
  }

  private List<Outcome> outcomes(OpenRow row) {
    List<Outcome> outcomes = new ArrayList<>(row.loyal.length);
    for (int i = 0; i < row.loyal.length; i++) {
      outcomes.add(
          row.eligible[i] ? labels.get(i).outcome(row.cutoff, row.loyal[i]) : Outcome.INELIGIBLE);
    }
    return outcomes;
  }
}
