package io.churnops.ingestion.eventlog;

import io.churnops.contract.Topics;
import io.churnops.kit.erasure.TopicRetention;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.config.TopicBuilder;

/** How this service's topics are made: what is on them expires, as there are customers in it. */
public final class EventTopics {

  private final EventLogProperties properties;

  EventTopics(EventLogProperties properties) {
    this.properties = properties;
  }

  /** A topic with as many partitions as that of the customer events. */
  public NewTopic expiring(String name) {
    return TopicBuilder.name(name)
        .partitions(Topics.CUSTOMER_PARTITIONS)
        .replicas(properties.replicationFactor())
        .configs(TopicRetention.keptFor(properties.retention()))
        .config(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            Integer.toString(properties.minInSyncReplicas()))
        .build();
  }
}
