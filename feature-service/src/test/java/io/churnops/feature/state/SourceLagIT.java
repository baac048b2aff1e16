package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Up to when the log is whole, as Kafka shows it. */
@FeatureServiceTest
class SourceLagIT {

  private final Store store;
  private final SourceLag lag;

  SourceLagIT(@Autowired Store store, @Autowired SourceLag lag) {
    this.store = store;
    this.lag = lag;
  }

  @Test
  void saysUpToWhenEachPartitionWasReadToItsEnd() {
    store.awaitFolded();
    Instant folded = Instant.now();
    assertThat(lag.readUntil()).hasSize(Topics.CUSTOMER_PARTITIONS);
    assertThat(lag.readUntil().values()).allSatisfy(until -> assertThat(until).isAfter(folded));

    store.whileNothingIsTaken(() -> {
      Instant stopped = Instant.now();
      store.sendEvents(new Shop(21, 1, stopped).events(1));
      Instant sent = Instant.now();
      Map<Integer, Instant> until = lag.readUntil();
      assertThat(until.values())
          .as("one partition has an event that waits, the others have none")
          .filteredOn(moment -> moment.isAfter(sent))
          .hasSize(Topics.CUSTOMER_PARTITIONS - 1);
      assertThat(until.values()).allSatisfy(moment -> assertThat(moment).isAfter(folded));
    });
    store.awaitFolded();
    assertThat(lag.readUntil().values()).allSatisfy(until -> assertThat(until).isAfter(folded));
  }
}
