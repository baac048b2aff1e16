package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.EventSchemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class QualityConfiguration {

  @Bean
  QualityStore qualityStore(JdbcClient jdbc, JsonMapper json) {
    return new QualityStore(jdbc, json);
  }

  @Bean
  QualityGate qualityGate(QualityStore store, MeterRegistry metrics) {
    return new QualityGate(store, metrics);
  }

  @Bean
  SetQualityRules setQualityRules(
      QualityStore store,
      QualityGate gate,
      EventSchemas schemas,
      TransactionOperations transactions,
      InstantSource clock) {
    return new SetQualityRules(store, gate, schemas, transactions, clock);
  }

  @Bean
  ArrivalCounter arrivalCounter(QualityStore store, TransactionOperations transactions) {
    return new ArrivalCounter(store, transactions);
  }

  @Bean
  ArrivalWatch arrivalWatch(
      QualityStore store, QualityGate gate, InstantSource clock, MeterRegistry metrics) {
    return new ArrivalWatch(store, gate, clock, metrics);
  }
}
