package io.churnops.features.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pass over one customer's events, making rows on the way. */
final class CustomerPass {

  private final CompiledView view;
  private final LabelDefinition label;
  private final String customerId;
  private final List<Long> cutoffs;
  private final KnownTime mode;
  private final long maturity;
  private final Consumer<TrainingRow> rows;

  private final CustomerFold fold;
  private final Queue<CustomerEvent> notYetKnown =
      new PriorityQueue<>(Comparator.comparingLong(CustomerEvent::knownMicros));
  private final Queue<Long> eligibleTimes = new PriorityQueue<>();
  private final Queue<OpenRow> open = new ArrayDeque<>();
  private int nextCutoff;
  private @Nullable CustomerEvent previous;

  private static final class OpenRow {

    final long cutoff;
    final FeatureVector vector;
    boolean loyal;

    OpenRow(long cutoff, FeatureVector vector) {
      this.cutoff = cutoff;
      this.vector = vector;
    }
  }

  CustomerPass(
      CompiledView view,
      LabelDefinition label,
      String customerId,
      List<Long> cutoffs,
      KnownTime mode,
      long maturity,
      Consumer<TrainingRow> rows) {
    this.view = view;
    this.label = label;
    this.customerId = customerId;
    this.cutoffs = List.copyOf(cutoffs);
    this.mode = mode;
    this.maturity = maturity;
    this.rows = rows;
    this.fold = view.newFold();
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
    if (!open.isEmpty() && label.showsLoyalty(event)) {
      open.forEach(row -> row.loyal = true);
    }
    if (nextCutoff < cutoffs.size()) {
      admit(mode == KnownTime.AS_HAPPENED ? event.knownWhenItHappened() : event);
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
    fold.add(event);
    if (label.countsForEligibility(event)) {
      eligibleTimes.add(event.timeMicros());
    }
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
      if (isEligible(cutoff)) {
        close(cutoff);
        open.add(new OpenRow(cutoff, view.evaluate(fold.state(), cutoff)));
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

  private boolean isEligible(long cutoff) {
    long start = cutoff - label.eligibilityMicros();
    for (Long oldest = eligibleTimes.peek();
        oldest != null && oldest < start;
        oldest = eligibleTimes.peek()) {
      eligibleTimes.remove();
    }
    return eligibleTimes.size() >= label.eligibleFrom();
  }

  /** Hands out the rows whose horizon ends by an instant. */
  private void close(long micros) {
    for (OpenRow row = open.peek();
        row != null && row.cutoff + label.horizonMicros() <= micros;
        row = open.peek()) {
      open.remove();
      boolean mature = row.cutoff + label.horizonMicros() <= maturity;
      Optional<Boolean> churned = mature ? Optional.of(!row.loyal) : Optional.empty();
      rows.accept(new TrainingRow(customerId, row.cutoff, churned, row.vector));
    }
  }
}
