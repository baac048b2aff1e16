package io.churnops.ingestion.types;

import io.churnops.ingestion.event.EventSchemas;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class EventTypeConfiguration {

  @Bean
  EventTypeStore eventTypeStore(JdbcClient jdbc) {
    return new EventTypeStore(jdbc);
  }

  @Bean
  OwnEventTypes ownEventTypes(EventTypeStore store, EventSchemas schemas) {
    return new OwnEventTypes(store, new SchemaCompiler(), schemas);
  }

  @Bean
  RegisterEventType registerEventType(
      EventTypeStore store,
      OwnEventTypes own,
      TransactionOperations transactions,
      InstantSource clock) {
    return new RegisterEventType(store, new SchemaCompiler(), own, transactions, clock);
  }

  @Bean
  FindEventTypes findEventTypes(EventTypeStore store) {
    return new FindEventTypes(store);
  }
}
