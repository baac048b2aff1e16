package io.churnops.training.lifecycle;

import io.churnops.contract.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The topic of the lifecycle messages, and the relay's clockwork. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class LifecycleConfiguration {

  /**
   * One partition, so that all moves have one order; kept for ever, for they are few. Not
   * compacted: the key is the model, and a move of one alias must not erase that of another.
   */
  @Bean
  NewTopic modelLifecycle() {
    return TopicBuilder.name(Topics.MODEL_LIFECYCLE)
        .partitions(1)
        .config(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
        .build();
  }
}
