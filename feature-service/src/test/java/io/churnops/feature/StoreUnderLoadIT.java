package io.churnops.feature;

import static io.churnops.platform.test.SilencePoint.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.churnops.features.engine.CustomerEvent;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.FaultProxy.Silence;
import io.churnops.platform.test.Load;
import io.churnops.platform.test.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Servers die and instances come and go while events flow: nothing is lost or counted twice. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreUnderLoadIT {

  private final Shop shop = new Shop(29, 60, Instant.now());
  private SeparateStore store;
  private Equality equality;

  @BeforeAll
  void start() {
    store = SeparateStore.shared();
    equality = new Equality(store.client(), "under_load");
  }

  @Test
  void survivesServersThatAreKilledOrForget() throws Exception {
    assumeThat(TestServers.shared().local()).isPresent();
    LocalPlatform local = TestServers.shared().local().orElseThrow();
    try (Load<CustomerEvent> load = load()) {
      load.awaitMore(400);
      bury("{");
      store.flushRedis();
      load.awaitMore(400);
      local.redis().kill();
      load.awaitMore(200);
      local.redis().start();
      load.awaitMore(400);
      local.postgres().kill();
      load.awaitMore(200);
      local.postgres().start();
      bury("[");
      load.awaitMore(400);
      store.broker().kill();
      store.broker().start();
      load.awaitMore(400);
      bury("null");
      load.awaitMore(400);
      store.acknowledged(load.end());
    }

    store.assertSound(equality, shop);
  }

  @Test
  void survivesInstancesThatComeAndGo() throws Exception {
    try (ConfigurableApplicationContext second = instance();
        ConfigurableApplicationContext third = instance();
        Load<CustomerEvent> load = load()) {
      for (int round = 0; round < 3; round++) {
        join(second);
        load.awaitMore(300);
        join(third);
        load.awaitMore(300);
        bury("{ \"round\": " + round);
        consumer(second).stop();
        load.awaitMore(300);
        consumer(third).stop();
        load.awaitMore(300);
      }
      store.acknowledged(load.end());
    }

    store.assertSound(equality, shop);
  }

  @Test
  void refusesWhatAnInstanceWritesThatWasTakenForDead() throws Exception {
    Shop one = oneWhoseEventsAreFolded();
    try (ConfigurableApplicationContext second = instance()) {
      Silence silence = store.redis().silenceAt(before("EVALSHA"));
      store.send(one.events(20));
      silence.await();
      store.pause();
      join(second);
      store.send(one.events(20));
      store.topic().awaitFolded();

      silence.release();
      store.goOn();
      store.assertSound(equality, shop);
    }
  }

  /** Where an instance is with a batch when it freezes. */
  enum Hanging {
    IN_A_COPY("order.placed"),
    IN_THE_TRANSACTION("COMMIT");

    private final String before;

    Hanging(String before) {
      this.before = before;
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithoutAnInstanceThatHangs(Hanging hanging) throws Exception {
    Shop one = oneWhoseEventsAreFolded();
    try (ConfigurableApplicationContext second = instance()) {
      Silence silence = store.postgres().silenceAt(before("copy customer_event", hanging.before));
      store.send(one.events(100));
      silence.await();
      store.pause();
      join(second);
      store.topic().awaitFolded();

      store.goOn();
      store.assertSound(equality, shop);
    }
  }

  /** What an instance that dies has not done with a batch. */
  enum Undone {
    LOGGED,
    FOLDED
  }

  @ParameterizedTest
  @EnumSource
  void leavesToOthersWhatADyingInstanceHasNotDone(Undone undone) throws Exception {
    Shop one = oneWhoseEventsAreFolded();
    try (ConfigurableApplicationContext second = instance()) {
      Silence silence =
          switch (undone) {
            case LOGGED -> store.postgres().silenceAt(before("copy customer_event", "COMMIT"));
            case FOLDED -> store.redis().silenceAt(before("EVALSHA"));
          };
      store.send(one.events(20));
      silence.await();
      store.kill();
      join(second);
      store.send(one.events(20));
      store.topic().awaitFolded();
      consumer(second).stop();

      store.start();
      store.assertSound(equality, shop);
    }
  }

  /**
   * One customer, whose events are all in one partition, so that what hangs is the batch that is
   * meant.
   */
  private Shop oneWhoseEventsAreFolded() {
    store.send(shop.events(400));
    store.topic().awaitFolded();
    return shop.of(shop.customers().subList(0, 1));
  }

  private Load<CustomerEvent> load() {
    return Load.begin(
        () -> shop.events(20),
        events -> !store.put(events.stream().map(Store::record).toList()).isEmpty());
  }

  private void bury(String text) {
    store.sendBad(List.of(SeparateStore.record("bad", text.getBytes(StandardCharsets.UTF_8))));
  }

  /** Another instance, which takes no events until it joins. */
  private ConfigurableApplicationContext instance() {
    ConfigurableApplicationContext instance = store.another();
    consumer(instance).stop();
    return instance;
  }

  private static void join(ConfigurableApplicationContext instance) {
    consumer(instance).start();
    Awaitility.await("the instance has partitions")
        .atMost(Store.PATIENCE)
        .untilAsserted(() -> assertThat(consumer(instance).getAssignedPartitions()).isNotEmpty());
  }

  private static MessageListenerContainer consumer(ConfigurableApplicationContext instance) {
    return Objects.requireNonNull(
        instance
            .getBean(KafkaListenerEndpointRegistry.class)
            .getListenerContainer("customer-events"));
  }
}
