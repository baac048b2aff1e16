package io.churnops.ingestion.intake;

import io.churnops.ingestion.eventlog.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  Intake intake(
      EventLog log, IntakeProperties properties, AcceptedEvents accepted, MeterRegistry metrics) {
    return new Intake(log, new RecentEvents(properties.rememberedEvents()), accepted, metrics);
  }

  @Bean
  Admission admission(IntakeProperties properties) {
    return new Admission(properties.maxConcurrentRequests(), properties.admissionPatience());
  }

  @Bean
  AnsweredRequests answeredRequests(
      JdbcClient jdbc,
      TransactionOperations transactions,
      JsonMapper json,
      InstantSource clock,
      IntakeProperties properties) {
    return new PostgresAnsweredRequests(
        jdbc, transactions, json, clock, properties.answersRememberedFor());
  }
}
