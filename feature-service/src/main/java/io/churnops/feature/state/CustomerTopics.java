package io.churnops.feature.state;

import io.churnops.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * The topics this service reads and writes, created if absent: a consumer that comes before its
 * topic would not notice it for minutes. Replication is the broker's default.
 */
@Configuration
class CustomerTopics {

  @Bean
  NewTopic customerEvents() {
    return topic(Topics.CUSTOMER_EVENTS);
  }

  @Bean
  NewTopic customerEventsDeadLetter() {
    return topic(Topics.CUSTOMER_EVENTS_DEAD_LETTER);
  }

  /** For what consumers are not told: which topic bears the name at present. */
  @Bean
  Admin kafka(KafkaAdmin settings) {
    return Admin.create(settings.getConfigurationProperties());
  }

  private static NewTopic topic(String name) {
    return TopicBuilder.name(name).partitions(Topics.CUSTOMER_PARTITIONS).build();
  }
}
