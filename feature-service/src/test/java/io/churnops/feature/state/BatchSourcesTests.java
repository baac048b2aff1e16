package io.churnops.feature.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.feature.log.LogSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchSourcesTests {

  private final List<String> asked = new ArrayList<>();
  private UUID topic = UUID.randomUUID();

  private final BatchSources sources =
      new BatchSources((partition, first) -> {
        asked.add(partition + "@" + first);
        return new LogSource(topic, partition, 0);
      });

  @Test
  void asksForEachPartitionOfABatchOnce() {
    Map<Integer, LogSource> found = sources.of(List.of(at(1, 7), at(0, 4), at(1, 6), at(1, 8)));

    assertThat(asked).containsExactly("0@4", "1@6");
    assertThat(found)
        .containsExactly(
            Map.entry(0, new LogSource(topic, 0, 0)), Map.entry(1, new LogSource(topic, 1, 0)));
  }

  @Test
  void keepsTheSourcesOfABatchThatComesAgain() {
    List<ConsumerRecord<String, byte[]>> batch = List.of(at(0, 4), at(1, 6));
    Map<Integer, LogSource> first = sources.of(batch);
    topic = UUID.randomUUID();

    assertThat(sources.of(List.copyOf(batch))).isEqualTo(first);
    assertThat(sources.of(List.of(at(0, 4), at(1, 6)))).as("other records").isNotEqualTo(first);
  }

  @Test
  void asksAnewOnceABatchIsTaken() {
    List<ConsumerRecord<String, byte[]>> batch = List.of(at(0, 4));
    Map<Integer, LogSource> first = sources.of(batch);
    sources.taken();
    topic = UUID.randomUUID();

    assertThat(sources.of(batch)).isNotEqualTo(first);
  }

  @Test
  void keepsNothingOfABatchOfWhichItCannotBeTold() {
    List<ConsumerRecord<String, byte[]>> batch = List.of(at(0, 4));
    var away =
        new BatchSources((_, first) -> {
          asked.add("@" + first);
          if (asked.size() == 1) {
            throw new IllegalStateException("Kafka is away");
          }
          return new LogSource(topic, 0, 0);
        });

    assertThatThrownBy(() -> away.of(batch)).hasMessage("Kafka is away");
    assertThat(away.of(batch)).containsValue(new LogSource(topic, 0, 0));
  }

  private static ConsumerRecord<String, byte[]> at(int partition, long offset) {
    return new ConsumerRecord<>("customer-events.v1", partition, offset, "C-1", new byte[0]);
  }
}
