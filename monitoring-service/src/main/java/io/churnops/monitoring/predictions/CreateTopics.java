package io.churnops.monitoring.predictions;

import java.util.concurrent.TimeUnit;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Creates the topics that this service listens to first, as soon as Kafka answers: a consumer that
 * comes before its topic would not notice it for minutes.
 */
@Component
class CreateTopics {

  private final KafkaAdmin admin;
  private volatile boolean created;

  CreateTopics(KafkaAdmin admin) {
    this.admin = admin;
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void create() {
    if (!created) {
      created = admin.initialize();
    }
  }
}
