package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one customer, each given once and in any order, retractions included. For a
 * view that retracts, it holds what the view reads of the events, and folds that anew when
 * something was taken back that had counted; for other views it holds nothing but the state.
 */
public final class CustomerFold {

  /**
   * An event to be folded again.
   *
   * @param contribution if nothing can take the event back
   * @param retractable if something can
   */
  private record Held(
      Stamp stamp, @Nullable Contribution contribution, @Nullable CustomerEvent retractable) {}

  private final CompiledView view;
  private final Plan plan;
  private final List<Held> held = new ArrayList<>();
  private final Set<Long> counted = new HashSet<>();
  private final Set<Long> taken = new HashSet<>();
  private int withoutKey;
  private FeatureState state;
  private boolean outdated;

  CustomerFold(CompiledView view, Plan plan) {
    this.view = view;
    this.plan = plan;
    this.state = view.emptyState();
  }

  /** Folds an event in. */
  public void add(CustomerEvent event) {
    if (!plan.retracts()) {
      view.fold(state, event);
      return;
    }
    withoutKey += plan.isRetractionWithoutKey(event) ? 1 : 0;
    for (Plan.Taking taking : plan.takings(event)) {
      taken.add(taking.key());
      state.retracted().add(taking.key(), taking.amount());
      outdated |= counted.contains(taking.key());
    }
    state.observe(plan.inForceMicros(event));
    Stamp stamp = Stamp.of(event);
    Optional<Contribution> contribution = plan.read(event, state.retracted());
    hold(event, stamp, contribution);
    contribution.ifPresent(part -> state.place(new Entry(stamp, part)));
    state.prune();
  }

  private void hold(CustomerEvent event, Stamp stamp, Optional<Contribution> contribution) {
    List<Long> keys = plan.keys(event);
    if (!keys.isEmpty()) {
      counted.addAll(keys);
      held.add(new Held(stamp, null, event));
    } else {
      contribution.ifPresent(part -> held.add(new Held(stamp, part, null)));
    }
  }

  /** Folds an event in that stands at an offset, and notes the offset as applied. */
  public void add(CustomerEvent event, int partition, long offset) {
    add(event);
    if (!state.hasApplied(partition, offset)) {
      state.setApplied(partition, offset);
    }
  }

  /** The state of the events so far; good until the next one is added. */
  public FeatureState state() {
    if (outdated) {
      state = refolded();
      outdated = false;
    }
    return state;
  }

  /** The retractions among the events so far that took nothing back. */
  public IdleRetractions idleRetractions() {
    int withoutTarget = (int) taken.stream().filter(key -> !counted.contains(key)).count();
    return new IdleRetractions(withoutKey, withoutTarget);
  }

  private FeatureState refolded() {
    FeatureState fresh = view.emptyState();
    fresh.restoreHistory(state);
    for (Held one : held) {
      Optional<Contribution> contribution =
          one.retractable() == null
              ? Optional.ofNullable(one.contribution())
              : plan.read(one.retractable(), fresh.retracted());
      contribution.ifPresent(part -> fresh.place(new Entry(one.stamp(), part)));
    }
    fresh.prune();
    return fresh;
  }
}
