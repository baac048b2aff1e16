package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingConsumersTests {

  private static final TopicPartition SOURCE = new TopicPartition(Topics.CUSTOMER_EVENTS, 3);

  private final ReadingConsumers consumers = new ReadingConsumers() {};
  private final Reader first = new Reader();
  private final Reader second = new Reader();

  @AfterEach
  void end() {
    first.thread.close();
    second.thread.close();
  }

  @Test
  void hasAPartitionReadAgainByTheConsumerThatReadsIt() {
    first.isAssigned();

    consumers.seek(3, 42);

    assertThat(consumers.isReadHere(3)).isTrue();
    assertThat(first.seeks).containsExactly("customer-events.v1-3@42");
  }

  @Test
  void leavesAPartitionThatIsNotReadHereToOthers() {
    assertThat(consumers.isReadHere(3)).isFalse();
    first.isAssigned();
    assertThat(consumers.isReadHere(2)).isFalse();
    first.isRevoked();
    assertThat(consumers.isReadHere(3)).isFalse();

    consumers.seek(3, 42);

    assertThat(first.seeks).isEmpty();
  }

  @Test
  void keepsTheReaderOfAPartitionWhenAnotherHearsLateThatItHasLostIt() {
    first.isAssigned();
    second.isAssigned();
    first.isRevoked();

    consumers.seek(3, 42);

    assertThat(consumers.isReadHere(3)).isTrue();
    assertThat(first.seeks).isEmpty();
    assertThat(second.seeks).containsExactly("customer-events.v1-3@42");
  }

  /** A consumer with its thread. */
  private final class Reader extends SeekRecorder {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private void isAssigned() {
      onItsThread(() -> {
        consumers.registerSeekCallback(this);
        consumers.onPartitionsAssigned(Map.of(SOURCE, 0L), this);
      });
    }

    private void isRevoked() {
      onItsThread(() -> consumers.onPartitionsRevoked(List.of(SOURCE)));
    }

    private void onItsThread(Runnable call) {
      CompletableFuture.runAsync(call, thread).join();
    }
  }
}
