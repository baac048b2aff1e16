package io.churnops.serving.log;

import io.churnops.contract.Topics;
import io.churnops.kit.erasure.TopicRetention;
import java.time.Duration;
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

  /** Long enough for whoever reads it; monitoring keeps predictions for longer. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private final KafkaAdmin admin;
  private volatile boolean created;

  PredictionTopics(KafkaAdmin admin) {
    this.admin = admin;
  }

  @Bean
  static NewTopic predictionLogTopic() {
    return topic(Topics.PREDICTION_LOG);
  }

  @Bean
  static NewTopic predictionLogDeadLetterTopic() {
    return topic(Topics.PREDICTION_LOG_DEAD_LETTER);
  }

  private static NewTopic topic(String name) {
    return TopicBuilder.name(name)
        .partitions(Topics.CUSTOMER_PARTITIONS)
        .configs(TopicRetention.keptFor(RETENTION))
        .build();
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void create() {
    if (!created) {
      created = admin.initialize();
    }
  }
}
