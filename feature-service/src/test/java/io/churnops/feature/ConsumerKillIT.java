package io.churnops.feature;

import static io.churnops.platform.test.SilencePoint.afterAnswerTo;
import static io.churnops.platform.test.SilencePoint.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.platform.test.FaultProxy.Silence;
import io.churnops.platform.test.SilencePoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The consumer is killed at every step of taking a batch: nothing is lost or counted twice. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerKillIT {

  private static final String APPEND = "copy customer_event";
  private static final String COMMIT = "COMMIT";
  private static final String STATE = "EVALSHA";
  private static final String POSITION = "if current < tonumber";

  private final Shop shop = new Shop(23, 40, Instant.now());
  private SeparateStore store;
  private Equality equality;

  @BeforeAll
  void foldsSomethingFirst() throws Exception {
    store = SeparateStore.shared();
    equality = new Equality(store.client(), "killed");
    store.send(shop.events(400));
    store.assertSound(equality, shop);
  }

  enum Server {
    POSTGRES,
    REDIS
  }

  /** Where a batch is when the service dies, in the order in which a batch gets there. */
  enum Step {
    BEFORE_THE_LOG_COMMITS(Server.POSTGRES, before(APPEND, COMMIT)),
    AFTER_THE_LOG_HAS_COMMITTED(Server.POSTGRES, afterAnswerTo(APPEND, COMMIT)),
    BEFORE_A_STATE_IS_WRITTEN(Server.REDIS, before(STATE)),
    BETWEEN_STATES(Server.REDIS, before(STATE, STATE, STATE)),
    BEFORE_THE_POSITION_ADVANCES(Server.REDIS, before(POSITION)),
    BEFORE_THE_OFFSETS_ARE_COMMITTED(Server.REDIS, afterAnswerTo(POSITION));

    private final Server server;
    private final SilencePoint point;

    Step(Server server, SilencePoint point) {
      this.server = server;
      this.point = point;
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesAndRepeatsNothing(Step step) throws Exception {
    Silence silence =
        (step.server == Server.POSTGRES ? store.postgres() : store.redis()).silenceAt(step.point);
    sendSome();

    silence.await();
    assertThat(store.topic().isFolded()).as("nothing is committed that is not folded").isFalse();
    store.kill();
    sendSome();
    store.start();

    store.assertSound(equality, shop);
  }

  @Test
  void losesAndRepeatsNothingAfterTheOffsetsAreCommitted() throws Exception {
    sendSome();
    store.topic().awaitFolded();
    store.kill();
    sendSome();
    store.start();

    store.assertSound(equality, shop);
  }

  /** Good and bad. */
  private void sendSome() {
    store.send(shop.events(100));
    store.sendBad(
        Stream.of("{", "[]", "null")
            .map(text ->
                SeparateStore.record(
                    shop.customers().getFirst(), text.getBytes(StandardCharsets.UTF_8)))
            .toList());
    store.send(List.of(shop.events(1).getFirst()));
  }
}
