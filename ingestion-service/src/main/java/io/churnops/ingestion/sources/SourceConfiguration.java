package io.churnops.ingestion.sources;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class SourceConfiguration {

  @Bean
  SourceStore sourceStore(JdbcClient jdbc) {
    return new SourceStore(jdbc);
  }

  @Bean
  RunStore runStore(JdbcTemplate jdbc, TransactionOperations transactions, JsonMapper json) {
    return new RunStore(jdbc, transactions, json);
  }

  @Bean
  AllowedDestinations allowedDestinations(SourceProperties properties) {
    return new AllowedDestinations(properties.allow());
  }

  @Bean
  DeclareSource declareSource(
      SourceStore store, EventSchemas schemas, AllowedDestinations allowed, InstantSource clock) {
    return new DeclareSource(store, schemas, allowed, clock);
  }

  @Bean
  PullWorker.Readers rowReaders(
      AllowedDestinations allowed, SourceProperties properties, InstantSource clock) {
    Secrets secrets = new Secrets(properties.secrets());
    return source ->
        switch (source.origin()) {
          case JdbcOrigin jdbc -> new JdbcRows(source, jdbc, allowed, secrets);
          case HttpOrigin http ->
              new HttpRows(source, http, allowed, secrets, clock, Thread::sleep);
        };
  }

  @Bean
  PullWorker pullWorker(
      SourceStore sources,
      RunStore runs,
      DataSource database,
      PullWorker.Readers readers,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      SourceProperties properties,
      Ids ids,
      InstantSource clock,
      JsonMapper json,
      MeterRegistry metrics) {
    return new PullWorker(
        sources,
        runs,
        new SourceLocks(database),
        readers,
        new EventPieces(reader, judge, intake, clock, Thread::sleep),
        properties,
        ids,
        clock,
        json,
        metrics);
  }

  @Bean
  PullSchedule pullSchedule(
      SourceStore sources,
      PullWorker worker,
      InstantSource clock,
      SourceProperties properties,
      MeterRegistry metrics) {
    return new PullSchedule(sources, worker, new SourceMeters(sources, metrics), clock, properties);
  }
}
