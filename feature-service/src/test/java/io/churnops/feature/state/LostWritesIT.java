package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.feature.identity.Identities;
import io.churnops.kit.kafka.DeadLetters;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;

/** A loss of Redis that is found while Postgres is away is not taken for one that is mended. */
@FeatureServiceTest
class LostWritesIT {

  private static final long FAR_BEYOND = 1_000_000;

  private final Store store;
  private final EventSources sources;
  private final FoldedPositions positions;
  private final AwayAtFirst settle;
  private final CustomerEventListener listener;
  private final SeekRecorder reader = new SeekRecorder();

  LostWritesIT(
      @Autowired Store store,
      @Autowired EventSources sources,
      @Autowired FoldedPositions positions,
      @Autowired Identities identities,
      @Autowired OnlineStates states,
      @Autowired TakeEvents takeEvents,
      @Autowired DeadLetters deadLetters,
      @Autowired FoldMetrics metrics) {
    this.store = store;
    this.sources = sources;
    this.positions = positions;
    this.settle = new AwayAtFirst(identities, states);
    this.listener =
        new CustomerEventListener(takeEvents, sources, positions, deadLetters, metrics, settle);
  }

  @Test
  void areReadAgainOncePostgresIsBack() {
    store.sendEvents(new Shop(92, 20, Instant.now()).events(60));
    store.awaitFolded();
    int partition =
        IntStream.range(0, Topics.CUSTOMER_PARTITIONS)
            .filter(one -> positions.read(sources.open(one)).isPresent())
            .findFirst()
            .orElseThrow();
    long survived = positions.read(sources.open(partition)).orElseThrow();
    listener.registerSeekCallback(reader);
    listener.onPartitionsAssigned(
        Map.of(new TopicPartition(Topics.CUSTOMER_EVENTS, partition), FAR_BEYOND), reader);

    listener.lookForLostWrites();
    assertThat(settle.asked).isOne();
    assertThat(reader.seeks).as("while Postgres is away").isEmpty();

    listener.lookForLostWrites();
    assertThat(reader.seeks)
        .containsExactly(Topics.CUSTOMER_EVENTS + "-" + partition + "@" + (survived + 1));

    listener.lookForLostWrites();
    assertThat(reader.seeks).as("what is being read again already").hasSize(1);
  }

  /** Finds Postgres away the first time that everything is to be settled again. */
  private static final class AwayAtFirst extends SettleIdentities {

    private int asked;

    AwayAtFirst(Identities identities, OnlineStates states) {
      super(identities, states);
    }

    @Override
    void again() {
      if (++asked == 1) {
        throw new DataAccessResourceFailureException("Postgres is away");
      }
      super.again();
    }
  }
}
