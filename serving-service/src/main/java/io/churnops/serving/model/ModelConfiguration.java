package io.churnops.serving.model;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.AckMode;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

  static final String HINTS = "hintListenerContainerFactory";

  /** For messages that are hints: read in batches, never committed, so no group is left behind. */
  @Bean(HINTS)
  ConcurrentKafkaListenerContainerFactory<String, byte[]> hintListenerContainerFactory(
      ConsumerFactory<String, byte[]> consumers) {
    var factory = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
    factory.setConsumerFactory(consumers);
    factory.setBatchListener(true);
    factory.getContainerProperties().setAckMode(AckMode.MANUAL);
    return factory;
  }
}
