package io.churnops.ingestion.changes;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.Ids;
import io.churnops.kit.erasure.ErasedCustomers;
import io.churnops.kit.erasure.ErasesCustomers;
import io.churnops.kit.export.ExportsCustomers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of records of captures that could not become events. */
@Configuration(proxyBeanMethods = false)
class ChangeLetterConfiguration {

  @Bean
  ChangeLetterStore changeLetterStore(JdbcClient jdbc) {
    return new ChangeLetterStore(jdbc);
  }

  @Bean
  ChangeLetterListener changeLetterListener(
      ChangeLetterStore store,
      ChangeMappingStore mappings,
      ErasedCustomers erased,
      TransactionOperations transactions,
      ChangeProperties properties,
      Ids ids,
      InstantSource clock,
      JsonMapper json) {
    return new ChangeLetterListener(
        store, mappings, erased, transactions, properties.deadLetters(), ids, clock, json);
  }

  @Bean
  ErasesCustomers eraseFromChangeLetters(ChangeLetterStore store) {
    return customers -> Map.of("change_records", store.deleteOf(customers));
  }

  @Bean
  ExportsCustomers exportFromChangeLetters(ChangeLetterStore store) {
    return (ids, to) -> {
      to.writeArrayPropertyStart("changeRecords");
      store.forEachOf(ids, to::writePOJO);
      to.writeEndArray();
    };
  }

  @Bean
  ChangeLetterUpkeep changeLetterUpkeep(
      ChangeLetterStore store,
      ChangeProperties properties,
      InstantSource clock,
      MeterRegistry metrics) {
    return new ChangeLetterUpkeep(store, properties.deadLetters(), clock, metrics);
  }

  @Bean
  SettleChangeLetters settleChangeLetters(
      ChangeMappingStore mappings,
      JdbcClient jdbc,
      TransactionOperations transactions,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      InstantSource clock,
      JsonMapper json) {
    return new SettleChangeLetters(
        mappings,
        new ChangeLetterDecisions(jdbc),
        transactions,
        reader,
        judge,
        intake,
        clock,
        json);
  }
}
