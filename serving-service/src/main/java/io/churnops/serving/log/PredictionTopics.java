package io.churnops.serving.log;

import io.churnops.contract.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;

/** The topics this service owns, created as soon as Kafka answers, even when it starts later. */
@Configuration(proxyBeanMethods = false)
class PredictionTopics {

  private final KafkaAdmin admin;
  private volatile boolean created;

  PredictionTopics(KafkaAdmin admin) {
    this.admin = admin;
  }

  @Bean
  static NewTopic predictionLogTopic() {
    return TopicBuilder.name(Topics.PREDICTION_LOG).partitions(Topics.CUSTOMER_PARTITIONS).build();
  }

  @Bean
  static NewTopic predictionLogDeadLetterTopic() {
    return TopicBuilder.name(Topics.PREDICTION_LOG_DEAD_LETTER)
        .partitions(Topics.CUSTOMER_PARTITIONS)
        .build();
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void create() {
    if (!created) {
      created = admin.initialize();
    }
  }
}
