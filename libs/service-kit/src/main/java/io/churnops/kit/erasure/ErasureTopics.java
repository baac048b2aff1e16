package io.churnops.kit.erasure;

import io.churnops.contract.Topics;
import java.time.Duration;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

/**
 * The topics of erasures: few records, and one order for all of them. Erasures hold ids, so they
 * expire; whoever has not answered by then is told again.
 */
public final class ErasureTopics {

  /** How long an erasure lies on its topic. */
  public static final Duration RETENTION = Duration.ofDays(14);

  private ErasureTopics() {}

  /** All of them, as each service that has to do with erasures makes them. */
  public static NewTopics all() {
    return new NewTopics(
        one(Topics.CUSTOMER_ERASURES),
        one(Topics.CUSTOMER_ERASURES + "-dlt"),
        one(Topics.CUSTOMER_ERASURE_ANSWERS),
        one(Topics.CUSTOMER_ERASURE_ANSWERS + "-dlt"));
  }

  private static NewTopic one(String name) {
    return TopicBuilder.name(name).partitions(1).configs(TopicRetention.keptFor(RETENTION)).build();
  }
}
