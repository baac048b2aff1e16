package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventLog;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A customer of whom another event is there whenever all of them have been folded. */
@FeatureServiceTest
class BusyCustomerIT {

  private static final int BEFORE = 40;
  private static final int MORE = 20;

  private final Store store;
  private final OnlineStates states;
  private final String name = "busy_" + UUID.randomUUID().toString().substring(0, 8);
  private final CompiledView view = Shop.view(name);
  private final Shop shop = new Shop(17, 1, Instant.now());
  private final String customer = shop.customers().getFirst();
  private final List<CustomerEvent> events = shop.events(BEFORE + MORE);
  private int sent = BEFORE;

  BusyCustomerIT(
      @Autowired Store store,
      @Autowired StateStore stateStore,
      @Autowired EventLog log,
      @Autowired Identities identities,
      @Autowired ErasureLedger ledger,
      @Autowired FoldMetrics metrics,
      @Autowired InstantSource clock) {
    this.store = store;
    LogFold fold =
        new LogFold(log, identities) {
          @Override
          Map<Profile, List<FeatureState>> fold(
              Collection<Profile> profiles, List<CompiledView> views) {
            Map<Profile, List<FeatureState>> folded = super.fold(profiles, views);
            if (!profiles.isEmpty()) {
              anotherEventComes();
            }
            return folded;
          }
        };
    this.states = new OnlineStates(stateStore, fold, identities, ledger, metrics, clock);
  }

  private void anotherEventComes() {
    assertThat(sent).as("events for which it was in vain").isLessThan(BEFORE + MORE);
    store.sendEvents(events.subList(sent, sent + 1));
    store.awaitFolded();
    sent++;
  }

  @Test
  void replacesAStateThoughItHasAlwaysChangedMeanwhile() throws Exception {
    assertThat(store.postYaml("/v1/feature-views", Shop.VIEW.formatted(name)).statusCode())
        .isEqualTo(201);
    store.sendEvents(events.subList(0, BEFORE));
    store.awaitFolded();
    store.putState(customer, view.definition().fingerprint(), view.encode(ofOneEvent()));

    states.refold(List.of(customer), List.of(view));

    Store.Features features = store.features(name, List.of(customer), null);
    JsonNode answer = Objects.requireNonNull(features.customers().get(customer));
    assertThat(Shop.vector(view, answer))
        .isEqualTo(Shop.truth(view, events.subList(0, sent), features.evaluatedAt()).get(customer));
    assertThat(answer.path("degraded")).isEmpty();
  }

  /** What the state must not be: it says that it holds everything. */
  private FeatureState ofOneEvent() throws Exception {
    FeatureState whole =
        view.decode(store.state(customer, view.definition().fingerprint()).orElseThrow());
    FeatureState wrong = view.emptyState();
    whole
        .appliedOffsets()
        .forEach((partition, offset) -> view.fold(wrong, events.getFirst(), partition, offset));
    return wrong;
  }
}
