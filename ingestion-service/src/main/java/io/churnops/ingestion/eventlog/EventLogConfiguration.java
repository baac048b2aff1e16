package io.churnops.ingestion.eventlog;

import io.churnops.contract.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;

@Configuration(proxyBeanMethods = false)
class EventLogConfiguration {

  @Bean
  EventLog eventLog(KafkaTemplate<String, byte[]> kafka, EventLogProperties properties) {
    return new KafkaEventLog(kafka, properties.confirmWithin());
  }

  /** Both topics keep everything for ever: events are the truth, dead letters await a person. */
  @Bean
  NewTopics customerEventTopics(EventLogProperties properties) {
    return new NewTopics(
        topic(Topics.CUSTOMER_EVENTS, properties),
        topic(Topics.CUSTOMER_EVENTS_DEAD_LETTER, properties));
  }

  private static NewTopic topic(String name, EventLogProperties properties) {
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
