package io.churnops.ingestion.changes;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.eventlog.EventTopics;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.erasure.KeepsCustomers;
import io.churnops.kit.erasure.TopicRetention;
import io.churnops.kit.kafka.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ChangeConfiguration {

  @Bean
  ChangeMappingStore changeMappingStore(JdbcClient jdbc) {
    return new ChangeMappingStore(jdbc);
  }

  @Bean
  ChangeProgressStore changeProgressStore(JdbcClient jdbc) {
    return new ChangeProgressStore(jdbc);
  }

  @Bean
  ChangeOffsets changeOffsets(
      KafkaAdmin kafka, ConsumerFactory<String, byte[]> consumers, InstantSource clock) {
    return new ChangeOffsets(Admin.create(kafka.getConfigurationProperties()), consumers, clock);
  }

  @Bean
  ChangeLag changeLag(
      ChangeMappingStore store, ChangeOffsets offsets, InstantSource clock, MeterRegistry metrics) {
    return new ChangeLag(store, offsets, clock, metrics);
  }

  @Bean
  NewTopic changeDeadLetterTopic(EventTopics topics, ChangeProperties properties) {
    return topics.expiring(properties.deadLetterTopic());
  }

  /** The captured topics are the capture's; what they keep is told all the same. */
  @Bean
  KeepsCustomers changeTopicsKeepCustomers(
      ChangeMappingStore store, TopicRetention retention, ChangeProperties properties) {
    return () -> {
      Set<String> topics = new TreeSet<>(Set.of(properties.deadLetterTopic()));
      store
          .page(null, RegisterChangeMapping.MOST)
          .forEach(mapping -> topics.addAll(mapping.topics()));
      return retention.of(topics);
    };
  }

  @Bean
  ChangeConsumers changeConsumers(
      ChangeMappingStore store,
      ChangeProgressStore progress,
      ConcurrentKafkaListenerContainerFactory<String, byte[]> containers,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      DeadLetters letters,
      InstantSource clock,
      MeterRegistry metrics,
      JsonMapper json,
      ChangeProperties properties) {
    ChangeDeadLetters deadLetters = new ChangeDeadLetters(letters, properties.deadLetterTopic());
    return new ChangeConsumers(
        store,
        containers,
        mapping ->
            new ChangeListener(
                mapping,
                reader,
                judge,
                intake,
                deadLetters,
                new ChangeNotes(mapping.name(), progress, clock),
                clock,
                metrics,
                json),
        properties.lookEvery());
  }
}
