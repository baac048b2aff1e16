package io.churnops.feature.erasure;

import io.churnops.kit.erasure.ErasureTopics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

  @Bean
  NewTopics erasureTopics() {
    return ErasureTopics.all();
  }
}
