package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.ReceivedEvent;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** States of a customer who is erased between the fold of the log and the write to Redis. */
@FeatureServiceTest
class OnlineStatesIT {

  private final Store store;
  private final OnlineStates states;
  private final CompiledView view = Shop.view("erased_meanwhile");
  private final String erased = "erased-" + UUID.randomUUID();
  private final String other = "other-" + UUID.randomUUID();
  private final List<CustomerEvent> events =
      new Shop(91, 1, Instant.now()).of(List.of(erased, other)).events(40);

  OnlineStatesIT(
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
            erase();
            return folded;
          }
        };
    this.states = new OnlineStates(stateStore, fold, identities, ledger, metrics, clock);
  }

  @BeforeEach
  void log() {
    store.sendEvents(events);
    store.awaitFolded();
  }

  @Test
  void takesBackWhatItFoldedOfACustomerWhoWasErasedMeanwhile() {
    states.fold(received(), List.of(view));

    assertOnlyTheOtherIsThere();
  }

  @Test
  void takesBackWhatItFoldedAnewOfACustomerWhoWasErasedMeanwhile() {
    states.refold(List.of(erased, other), List.of(view));

    assertOnlyTheOtherIsThere();
  }

  @Test
  void takesBackWhatItRebuiltOfACustomerWhoWasErasedMeanwhile() {
    states.rebuild(List.of(erased, other), view);

    assertOnlyTheOtherIsThere();
  }

  /** Erases the customer wholly: nobody looks for its states after that. */
  private void erase() {
    String location =
        store.delete("/v1/customers/" + erased).headers().firstValue("Location").orElseThrow();
    Awaitility.await("the erasure is done here")
        .atMost(Store.PATIENCE)
        .until(() -> store.json(store.get(location)).path("removed").isObject());
  }

  private List<ReceivedEvent> received() {
    return events.stream()
        .map(event ->
            new ReceivedEvent(
                event,
                UUID.nameUUIDFromBytes(event.id().getBytes(StandardCharsets.UTF_8)),
                event.data().toString().getBytes(StandardCharsets.UTF_8),
                0,
                events.indexOf(event)))
        .toList();
  }

  private void assertOnlyTheOtherIsThere() {
    assertThat(store.state(other, view.definition().fingerprint())).isPresent();
    assertThat(store.dumpRedis().keySet()).noneMatch(key -> key.contains(erased));
  }
}
