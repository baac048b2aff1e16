package io.churnops.feature.lineage;

import io.churnops.contract.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

/** The topic of model moves as its owner makes it, in case this service is there first. */
@Configuration(proxyBeanMethods = false)
class LifecycleTopic {

  @Bean
  NewTopic modelLifecycle() {
    return TopicBuilder.name(Topics.MODEL_LIFECYCLE)
        .partitions(1)
        .config(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
        .build();
  }
}
