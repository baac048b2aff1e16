package io.churnops.kit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * How every service consumes: batches; offsets committed after the batch; whatever may pass is
 * retried without end at growing pauses; only a {@link BadRecordException} sends a record, and that
 * record alone, to the dead-letter topic.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
public final class KafkaPolicyAutoConfiguration {

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  KafkaPolicyAutoConfiguration() {}

  /**
   * In place of Boot's, which logs the key, a customer's id, of every record that is not sent. The
   * sender learns of it from its future.
   */
  @Bean
  ProducerListener<Object, Object> silentProducerListener() {
    return new ProducerListener<>() {};
  }

  @Bean
  DeadLetters deadLetters(KafkaTemplate<String, byte[]> kafka, MeterRegistry meters) {
    return new DeadLetters(kafka, meters);
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, byte[]> kafkaListenerContainerFactory(
      ConsumerFactory<String, byte[]> consumers, DeadLetters deadLetters) {
    var factory = new ConcurrentKafkaListenerContainerFactory<String, byte[]>();
    factory.setConsumerFactory(consumers);
    factory.setBatchListener(true);
    factory.getContainerProperties().setAckMode(AckMode.BATCH);
    factory.getContainerProperties().setMissingTopicsFatal(false);
    factory.setCommonErrorHandler(errorHandler(deadLetters));
    return factory;
  }

  @Bean
  HealthIndicator kafkaListenersHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registry) {
    return new ListenerHealth(registry);
  }

  private static DefaultErrorHandler errorHandler(DeadLetters deadLetters) {
    var pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2.0);
    pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
    var handler = new DefaultErrorHandler((bad, why) -> bury(deadLetters, bad, why), pauses);
    // spring-kafka's own list would dead-letter whole batches for errors it takes for hopeless.
    handler.setClassifications(Map.of(BadRecordException.class, false), true);
    return handler;
  }

  @SuppressWarnings("unchecked") // Every consumer of the suite reads String keys and byte[] values.
  private static void bury(DeadLetters deadLetters, ConsumerRecord<?, ?> bad, Exception why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadRecordException reason) {
        deadLetters.publish(
            (ConsumerRecord<String, byte[]>) bad,
            reason.code(),
            String.valueOf(reason.getMessage()));
        return;
      }
    }
    throw new IllegalStateException("Only a BadRecordException may send a record away", why);
  }
}
