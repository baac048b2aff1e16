package io.churnops.ingestion.eventlog;

import io.churnops.contract.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.config.TopicBuilder;

/** How this service's topics are made: everything on them is kept for ever. */
public final class EventTopics {

  private final EventLogProperties properties;

  EventTopics(EventLogProperties properties) {
    this.properties = properties;
  }

  /** A topic with as many partitions as that of the customer events. */
  public NewTopic kept(String name) {
    return TopicBuilder.name(name)
        .partitions(Topics.CUSTOMER_PARTITIONS)
        .replicas(properties.replicationFactor())
        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
        .config(TopicConfig.RETENTION_BYTES_CONFIG, "-1")
        .config(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            Integer.toString(properties.minInSyncReplicas()))
        .build();
  }
}
