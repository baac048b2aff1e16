package io.churnops.feature.state;

import io.churnops.contract.Topics;
import io.churnops.feature.log.LogSource;
import io.churnops.feature.log.LogSources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.stereotype.Component;

/** The sources of the partitions assigned here. Kafka's records do not say of which topic id. */
@Component
class EventSources {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Admin kafka;
  private final LogSources logSources;
  private final Map<Integer, LogSource> open = new ConcurrentHashMap<>();

  EventSources(Admin kafka, LogSources logSources) {
    this.kafka = kafka;
    this.logSources = logSources;
  }

  /** The source of a partition, if it was opened since the partition was assigned. */
  Optional<LogSource> known(int partition) {
    return Optional.ofNullable(open.get(partition));
  }

  /** Asks Kafka for the topic there is now. */
  LogSource open(int partition) {
    LogSource source = logSources.open(topicId(), partition);
    open.put(partition, source);
    return source;
  }

  void forget(int partition) {
    open.remove(partition);
  }

  private UUID topicId() {
    try {
      var id =
          kafka
              .describeTopics(
                  List.of(Topics.CUSTOMER_EVENTS),
                  new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
              .allTopicNames()
              .get()
              .values()
              .iterator()
              .next()
              .topicId();
      return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka does not say which topic its events are of", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
