package io.churnops.training.retraining;

import io.churnops.contract.Topics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

/** The topic of training requests: few records, and one order for all of them. */
@Configuration(proxyBeanMethods = false)
class RetrainingConfiguration {

  @Bean
  NewTopics trainingRequests() {
    return new NewTopics(
        TopicBuilder.name(Topics.TRAINING_REQUESTS).partitions(1).build(),
        TopicBuilder.name(Topics.TRAINING_REQUESTS + "-dlt").partitions(1).build());
  }
}
