package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A topic that is made anew counts from 0 again; what the log and the states hold goes on. */
@FeatureServiceTest
class RecreatedTopicIT {

  private final Store store;
  private final Shop shop = new Shop(11, 20, Instant.now());

  RecreatedTopicIT(@Autowired Store store) {
    this.store = store;
  }

  @Test
  void foldsTheEventsOfATopicMadeAnewBeforeAStart() throws Exception {
    foldsWhatComesAfter(store::recreateTopic);
  }

  @Test
  void foldsTheEventsOfATopicMadeAnewWhileItIsRead() throws Exception {
    foldsWhatComesAfter(store::recreateTopicWhileItIsRead);
  }

  private void foldsWhatComesAfter(Change recreate) throws Exception {
    var equality = new Equality(store, "recreated");
    List<CustomerEvent> events = shop.events(900);
    store.sendEvents(events.subList(0, 600));
    store.awaitFolded();

    recreate.run();
    store.sendEvents(events.subList(600, 700));
    store.awaitFolded();
    equality.assertOnline(shop, events.subList(0, 700), null);
    store.sendEvents(events.subList(500, 900));
    store.awaitFolded();

    equality
        .assertOnline(shop, events, null)
        .values()
        .forEach(customer -> assertThat(customer.path("degraded")).isEmpty());
    store.flushRedis();
    equality.assertOnline(shop, events, null);
  }

  @FunctionalInterface
  private interface Change {

    void run() throws Exception;
  }
}
