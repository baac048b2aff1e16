package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ConsumerSeekAware.ConsumerSeekCallback;

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
  private final class Reader implements ConsumerSeekCallback {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<String> seeks = new ArrayList<>();

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

    @Override
    public void seek(String topic, int partition, long offset) {
      seeks.add(topic + "-" + partition + "@" + offset);
    }

    @Override
    public void seek(String topic, int partition, Function<Long, Long> offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekToBeginning(String topic, int partition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekToEnd(String topic, int partition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekRelative(String topic, int partition, long offset, boolean toCurrent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekToTimestamp(String topic, int partition, long timestamp) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekToTimestamp(Collection<TopicPartition> partitions, long timestamp) {
      throw new UnsupportedOperationException();
    }
  }
}
