package io.churnops.ingestion.eventlog;

import io.churnops.contract.Topics;
import io.churnops.kit.erasure.KeepsCustomers;
import io.churnops.kit.erasure.TopicRetention;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.ProducerFactory;

@Configuration(proxyBeanMethods = false)
class EventLogConfiguration {

  @Bean
  EventLog eventLog(ProducerFactory<String, byte[]> producers, EventLogProperties properties) {
    return new KafkaEventLog(producers, properties.confirmWithin());
  }

  @Bean
  EventTopics eventTopics(EventLogProperties properties) {
    return new EventTopics(properties);
  }

  @Bean
  NewTopics customerEventTopics(EventTopics topics) {
    return new NewTopics(
        topics.expiring(Topics.CUSTOMER_EVENTS),
        topics.expiring(Topics.CUSTOMER_EVENTS_DEAD_LETTER));
  }

  @Bean
  KeepsCustomers eventTopicsKeepCustomers(TopicRetention retention) {
    return () -> retention.of(List.of(Topics.CUSTOMER_EVENTS, Topics.CUSTOMER_EVENTS_DEAD_LETTER));
  }
}
