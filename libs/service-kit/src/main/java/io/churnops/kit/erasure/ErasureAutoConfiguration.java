package io.churnops.kit.erasure;

import io.churnops.contract.Topics;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;

/** For services that keep something of customers: they hear of erasures and answer. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
public final class ErasureAutoConfiguration {

  ErasureAutoConfiguration() {}

  @Bean
  @ConditionalOnBean(JdbcClient.class)
  ErasedCustomers erasedCustomers(JdbcClient jdbc) {
    return new ErasedCustomers(jdbc);
  }

  @Bean
  @ConditionalOnBean(ErasesCustomers.class)
  ErasureListener erasureListener(
      ErasesCustomers service, KafkaTemplate<String, byte[]> kafka, InstantSource clock) {
    return new ErasureListener(service, kafka, clock);
  }

  /** Few records, and one order for all of them. */
  @Bean
  @ConditionalOnBean(ErasesCustomers.class)
  NewTopics erasureTopics() {
    return new NewTopics(
        one(Topics.CUSTOMER_ERASURES),
        one(Topics.CUSTOMER_ERASURES + "-dlt"),
        one(Topics.CUSTOMER_ERASURE_ANSWERS));
  }

  private static NewTopic one(String name) {
    return TopicBuilder.name(name).partitions(1).build();
  }
}
