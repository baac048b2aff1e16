package io.churnops.kit.erasure;

import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionOperations;

/** For services that keep something of customers: they hear of erasures and answer. */
@AutoConfiguration(
    after = {
      JdbcClientAutoConfiguration.class,
      KafkaAutoConfiguration.class,
      TransactionAutoConfiguration.class
    })
public final class ErasureAutoConfiguration {

  ErasureAutoConfiguration() {}

  @Bean
  @ConditionalOnBean(JdbcClient.class)
  ErasedCustomers erasedCustomers(JdbcClient jdbc) {
    return new ErasedCustomers(jdbc);
  }

  @Bean
  @ConditionalOnBean(KafkaAdmin.class)
  TopicRetention topicRetention(KafkaAdmin kafka, InstantSource clock) {
    return new TopicRetention(kafka, clock);
  }

  @Bean
  @ConditionalOnBean(ErasesCustomers.class)
  ErasureListener erasureListener(
      @Value("${spring.application.name}") String name,
      List<ErasesCustomers> stores,
      ObjectProvider<KeepsCustomers> keepers,
      ErasedCustomers erased,
      JdbcClient jdbc,
      TransactionOperations transactions,
      KafkaTemplate<String, byte[]> kafka,
      InstantSource clock) {
    return new ErasureListener(
        name.replaceFirst("-service$", ""),
        stores,
        keepers.orderedStream().toList(),
        erased,
        new HeardErasures(jdbc),
        transactions,
        kafka,
        clock);
  }

  @Bean
  @ConditionalOnBean(ErasesCustomers.class)
  NewTopics erasureTopics() {
    return ErasureTopics.all();
  }
}
