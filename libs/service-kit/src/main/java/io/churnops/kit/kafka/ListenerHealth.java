package io.churnops.kit.kafka;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Down when a listener has died. An {@code Error} ends a listener's thread without a word; only a
 * restart of the process brings it back, so this belongs to liveness.
 */
final class ListenerHealth extends AbstractHealthIndicator {

  private final ObjectProvider<KafkaListenerEndpointRegistry> registry;

  ListenerHealth(ObjectProvider<KafkaListenerEndpointRegistry> registry) {
    this.registry = registry;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health.up();
    registry.ifAvailable(listeners -> {
      for (MessageListenerContainer container : listeners.getListenerContainers()) {
        if (!container.isInExpectedState()) {
          health.down().withDetail(String.valueOf(container.getListenerId()), "stopped");
        }
      }
    });
  }
}
