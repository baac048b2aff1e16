package io.churnops.feature.rebuilds;

import io.churnops.feature.definitions.ChangeViews;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.log.LogCustomers;
import io.churnops.feature.log.LogCustomers.Customer;
import io.churnops.feature.rebuilds.RebuildRow.Kind;
import io.churnops.feature.state.OnlineStates;
import io.churnops.features.engine.CompiledView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does rebuilds step by step. A step locks its rebuild, treats the next customers and then says so,
 * in one transaction: one instance works on it at a time, another goes on when that one dies, and a
 * step that was cut off is done again, which changes nothing.
 */
@Component
class RebuildStates {

  private static final int MOST_CUSTOMERS = 200;
  private static final long MOST_EVENTS = 20_000;

  private final RebuildTable table;
  private final LogCustomers customers;
  private final FeatureViews views;
  private final ChangeViews changes;
  private final OnlineStates states;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  RebuildStates(
      RebuildTable table,
      LogCustomers customers,
      FeatureViews views,
      ChangeViews changes,
      OnlineStates states,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.customers = customers;
    this.views = views;
    this.changes = changes;
    this.states = states;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Does the next step of a rebuild that nobody is at.
   *
   * @return whether there was one
   * @throws StepFailedException if the step could not be done; it will be tried again
   */
  boolean step() {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          var next = table.lockNext();
          next.ifPresent(this::step);
          return next.isPresent();
        }));
  }

  private void step(RebuildRow rebuild) {
    try {
      Instant began = clock.instant();
      if (rebuild.status() == RebuildStatus.QUEUED) {
        table.begin(rebuild.id(), customers.events());
      }
      List<Customer> some = next(rebuild.afterCustomer());
      if (some.isEmpty()) {
        complete(rebuild);
        return;
      }
      List<String> ids = some.stream().map(Customer::id).toList();
      switch (rebuild.kind()) {
        case FOLD -> states.refold(ids, viewsOf(rebuild));
        case REMOVE -> states.remove(ids, String.valueOf(rebuild.viewFingerprint()));
      }
      table.advance(
          rebuild.id(),
          ids.getLast(),
          ids.size(),
          some.stream().mapToLong(Customer::events).sum(),
          Math.max(1, Duration.between(began, clock.instant()).toMillis()));
    } catch (RuntimeException e) {
      throw new StepFailedException(rebuild.id(), e);
    }
  }

  /** So few that the rebuild can be stopped, and its view retired, without a long wait. */
  private List<Customer> next(String after) {
    List<Customer> some = new ArrayList<>();
    long events = 0;
    for (Customer customer : customers.after(after, MOST_CUSTOMERS)) {
      if (some.isEmpty() || events + customer.events() <= MOST_EVENTS) {
        some.add(customer);
        events += customer.events();
      } else {
        break;
      }
    }
    return some;
  }

  private List<CompiledView> viewsOf(RebuildRow rebuild) {
    String fingerprint = rebuild.viewFingerprint();
    return fingerprint == null ? views.folded() : List.of(views.find(fingerprint));
  }

  private void complete(RebuildRow rebuild) {
    table.complete(rebuild.id());
    String fingerprint = rebuild.viewFingerprint();
    if (fingerprint != null && rebuild.kind() == Kind.FOLD) {
      changes.baselined(fingerprint);
    }
  }
}
