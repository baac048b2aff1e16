package io.churnops.ingestion.changes;

import io.churnops.ingestion.mapping.ChangeMapping;
import io.churnops.ingestion.mapping.InvalidMappingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * Follows every registered mapping with a consumer group of its own, so that each begins with the
 * first record of its topics and no change is passed over before its mapping is there. Looks again
 * and again for mappings that came, changed or went, and for consumers that have died.
 */
final class ChangeConsumers implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ChangeConsumers.class);
  private static final String METADATA_AGE_MILLIS = "5000";

  private final ChangeMappingStore store;
  private final ConcurrentKafkaListenerContainerFactory<String, byte[]> containers;
  private final Function<ChangeMapping, ChangeListener> listeners;
  private final Duration lookEvery;
  private final Map<String, Following> following = new HashMap<>();
  private @Nullable ScheduledExecutorService looking;

  ChangeConsumers(
      ChangeMappingStore store,
      ConcurrentKafkaListenerContainerFactory<String, byte[]> containers,
      Function<ChangeMapping, ChangeListener> listeners,
      Duration lookEvery) {
    this.store = store;
    this.containers = containers;
    this.listeners = listeners;
    this.lookEvery = lookEvery;
  }

  /** The consumer group that follows a mapping. */
  static String group(String mapping) {
    return "ingestion-changes-" + mapping;
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("change-mappings").daemon().factory());
    looking = started;
    var _ =
        started.scheduleWithFixedDelay(this::look, 0, lookEvery.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Brings what is followed in line with what is registered. */
  private void look() {
    try {
      follow(store.page(null, RegisterChangeMapping.MOST));
    } catch (DataAccessException away) {
      log.warn("Mappings of changes not looked up: {}", away.toString());
    } catch (RuntimeException unexpected) {
      log.error("Mappings of changes not followed", unexpected);
    }
  }

  private synchronized void follow(List<RegisteredMapping> registered) {
    if (looking == null) {
      return;
    }
    Set<String> gone = new HashSet<>(following.keySet());
    for (RegisteredMapping mapping : registered) {
      gone.remove(mapping.name());
      Following present = following.get(mapping.name());
      if (present == null
          || !present.mapping().equals(mapping)
          || !present.container().isRunning()) {
        end(mapping.name());
        begin(mapping);
      }
    }
    gone.forEach(this::end);
  }

  private void begin(RegisteredMapping registered) {
    try {
      ChangeMapping mapping = ChangeMapping.parse(registered.mapping());
      var container = containers.createContainer(mapping.topics().toArray(String[]::new));
      container.setBeanName("changes-" + mapping.name());
      container.getContainerProperties().setGroupId(group(mapping.name()));
      container.getContainerProperties().setMessageListener(listeners.apply(mapping));
      Properties properties = new Properties();
      properties.setProperty("metadata.max.age.ms", METADATA_AGE_MILLIS);
      container.getContainerProperties().setKafkaConsumerProperties(properties);
      container.start();
      following.put(mapping.name(), new Following(registered, container));
      log.info("Follows changes: mapping={} version={}", mapping.name(), registered.version());
    } catch (InvalidMappingException wrong) {
      log.error(
          "Mapping of changes cannot be followed any more: mapping={} reason={}",
          registered.name(),
          wrong.getMessage());
    }
  }

  private void end(String name) {
    Following ended = following.remove(name);
    if (ended != null) {
      ended.container().stop();
      log.info("Follows changes no more: mapping={} version={}", name, ended.mapping().version());
    }
  }

  @Override
  public synchronized void stop() {
    if (looking != null) {
      looking.shutdownNow();
      looking = null;
    }
    Set.copyOf(following.keySet()).forEach(this::end);
  }

  @Override
  public synchronized boolean isRunning() {
    return looking != null;
  }

  /** The whole mapping: one that took the name of another begins with version 1 as well. */
  private record Following(
      RegisteredMapping mapping, ConcurrentMessageListenerContainer<String, byte[]> container) {}
}
