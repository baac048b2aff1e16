package io.churnops.feature;

import static io.churnops.platform.test.SilencePoint.afterAnswerTo;
import static io.churnops.platform.test.SilencePoint.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.platform.test.FaultProxy.Silence;
import io.churnops.platform.test.SilencePoint;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A connection stays open and says nothing any more: the store goes on over another. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilentServersIT {

  private final Shop shop = new Shop(41, 30, Instant.now());
  private SeparateStore store;
  private Equality equality;

  @BeforeAll
  void foldsSomethingFirst() throws Exception {
    store = SeparateStore.shared();
    equality = new Equality(store.client(), "silent");
    store.send(shop.events(200));
    store.assertSound(equality, shop);
  }

  enum Word {
    THAT_ASKS_FOR_STATES(true, before("HMGET")),
    THAT_WRITES_STATES(true, before("EVALSHA")),
    THAT_ADVANCES_THE_POSITION(true, before("if current < tonumber")),
    THAT_COMMITS(false, before("copy customer_event", "COMMIT")),
    THAT_HAS_COMMITTED(false, afterAnswerTo("copy customer_event", "COMMIT"));

    private final boolean toRedis;
    private final SilencePoint point;

    Word(boolean toRedis, SilencePoint point) {
      this.toRedis = toRedis;
      this.point = point;
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFoldingAfterAWordThatIsNotAnswered(Word word) throws Exception {
    int loggedBefore = store.loggedEvents();
    double toldBefore = folded();
    Silence silence = (word.toRedis ? store.redis() : store.postgres()).silenceAt(word.point);
    store.send(shop.events(100));
    silence.await();

    store.assertSound(equality, shop);
    if (word != Word.THAT_HAS_COMMITTED) { // there nobody can know what was new
      assertThat(folded() - toldBefore).isEqualTo(store.loggedEvents() - loggedBefore);
    }
  }

  private double folded() {
    return store.client().metric("churnops_features_events_folded_total", "");
  }

  @Test
  void readsTheLogWhenStatesAreNotAnswered() throws Exception {
    Silence silence = store.redis().silenceAt(before("HMGET"));
    StoreClient.Features features = store.client().features("silent", shop.customers(), null);
    silence.await();

    assertThat(features.customers().values())
        .allSatisfy(customer ->
            assertThat(customer.path("degraded"))
                .extracting(JsonNode::stringValue)
                .containsExactly("redis_unavailable", "folded_from_log"));
    store.assertSound(equality, shop);
  }
}
