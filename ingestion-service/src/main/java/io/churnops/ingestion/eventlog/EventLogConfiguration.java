package io.churnops.ingestion.eventlog;

import io.churnops.contract.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;

@Configuration(proxyBeanMethods = false)
class EventLogConfiguration {

  @Bean
  EventLog eventLog(KafkaTemplate<String, byte[]> kafka, EventLogProperties properties) {
    return new KafkaEventLog(kafka, properties.confirmWithin());
  }

  @Bean
  EventTopics eventTopics(EventLogProperties properties) {
    return new EventTopics(properties);
  }

  /** Both topics keep everything for ever: events are the truth, dead letters await a person. */
  @Bean
  NewTopics customerEventTopics(EventTopics topics) {
    return new NewTopics(
        topics.kept(Topics.CUSTOMER_EVENTS), topics.kept(Topics.CUSTOMER_EVENTS_DEAD_LETTER));
  }
}
