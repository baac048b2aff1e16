package io.churnops.feature.state;

import static io.churnops.platform.test.SilencePoint.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.feature.Store;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.state.StateStore.Held;
import io.churnops.feature.state.StateStore.Write;
import io.churnops.kit.redis.RedisAutoConfiguration;
import io.churnops.platform.test.FaultProxy;
import io.churnops.platform.test.FaultProxy.Silence;
import io.churnops.platform.test.TestServers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;

/** What a writer has given up comes late, after the customer was removed: it does not appear. */
class StateStoreIT {

  private static final String VIEW = "view";
  private static final byte[] STATE = "state".getBytes(StandardCharsets.US_ASCII);

  private final String customer = "late-" + UUID.randomUUID();
  private FaultProxy redis;
  private ConfigurableApplicationContext context;
  private StateStore store;

  /** How the service talks to Redis, and nothing else of it. */
  @ImportAutoConfiguration({RedisAutoConfiguration.class, DataRedisAutoConfiguration.class})
  @Import({StateConfiguration.class, StateStore.class})
  static class RedisOnly {}

  @BeforeEach
  void connect() {
    Map<String, Object> variables = TestServers.shared().variables("none");
    redis =
        FaultProxy.to(
            String.valueOf(variables.get("CHURNOPS_REDIS_HOST")),
            Integer.parseInt(String.valueOf(variables.get("CHURNOPS_REDIS_PORT"))));
    context =
        new SpringApplicationBuilder(RedisOnly.class)
            .web(WebApplicationType.NONE)
            .properties(
                "spring.data.redis.host=localhost",
                "spring.data.redis.port=" + redis.port(),
                "spring.data.redis.timeout=2s",
                "spring.data.redis.lettuce.pool.enabled=false")
            .run();
    store = context.getBean(StateStore.class);
    awaitRemoved();
  }

  @AfterEach
  void disconnect() {
    awaitRemoved();
    context.close();
    redis.close();
  }

  @Test
  void doesNotTakeAStateThatComesAfterItsWriterHasGivenUp() throws Exception {
    List<Write> writes = List.of(new Write(Profile.single(customer), VIEW, null, STATE));
    Silence onItsWay = redis.holdAt(before("EVALSHA"));

    assertThatThrownBy(() -> store.write(writes)).isInstanceOf(DataAccessException.class);
    onItsWay.await();
    awaitRemoved();
    onItsWay.release();

    assertSoon(() -> assertThat(held().state()).isNull());
    assertSoon(() -> {
      store.write(writes);
      assertThat(held().state()).isEqualTo(STATE);
    });
  }

  @Test
  void doesNotTakeAnOwnerThatComesAfterItsWriterHasGivenUp() throws Exception {
    Map<String, Profile> owners = Map.of(customer, new Profile("somebody", 3));
    Silence onItsWay = redis.holdAt(before("HKEYS"));

    assertThatThrownBy(() -> store.settle(owners)).isInstanceOf(DataAccessException.class);
    onItsWay.await();
    awaitRemoved();
    onItsWay.release();

    assertSoon(() -> assertThat(held().owner()).isEmpty());
    assertSoon(() -> {
      store.settle(owners);
      assertThat(held().owner()).isPresent();
    });
  }

  private void awaitRemoved() {
    assertSoon(() -> assertThat(store.delete(List.of(customer))).isZero());
  }

  /** However slowly Redis answers at first. */
  private static void assertSoon(ThrowingRunnable assertion) {
    Awaitility.await().atMost(Store.PATIENCE).ignoreExceptions().untilAsserted(assertion);
  }

  private Held held() {
    return Objects.requireNonNull(store.held(List.of(customer), VIEW).get(customer));
  }
}
