package io.churnops.monitoring.predictions;

import io.churnops.contract.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The topics of erasures, created as soon as Kafka answers if they are absent: a consumer that
 * comes before its topic would not notice it for minutes.
 */
@Configuration(proxyBeanMethods = false)
class ErasureTopics {

  private final KafkaAdmin admin;
  private volatile boolean created;

  ErasureTopics(KafkaAdmin admin) {
    this.admin = admin;
  }

  @Bean
  static NewTopic customerErasures() {
    return one(Topics.CUSTOMER_ERASURES);
  }

  @Bean
  static NewTopic customerErasuresDeadLetter() {
    return one(Topics.CUSTOMER_ERASURES + "-dlt");
  }

  @Bean
  static NewTopic customerErasureAnswers() {
    return one(Topics.CUSTOMER_ERASURE_ANSWERS);
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void create() {
    if (!created) {
      created = admin.initialize();
    }
  }

  private static NewTopic one(String name) {
    return TopicBuilder.name(name).partitions(1).build();
  }
}
