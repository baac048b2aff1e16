package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.Ids;
import io.churnops.kit.erasure.ErasedCustomers;
import io.churnops.kit.export.ExportsCustomers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
class QuarantineConfiguration {

  @Bean
  QuarantineStore quarantineStore(JdbcClient jdbc) {
    return new QuarantineStore(jdbc);
  }

  @Bean
  QuarantineListener quarantineListener(
      QuarantineStore store,
      ErasedCustomers erased,
      TransactionOperations transactions,
      QuarantineProperties limits,
      Ids ids,
      InstantSource clock,
      MeterRegistry metrics) {
    return new QuarantineListener(store, erased, transactions, limits, ids, clock, metrics);
  }

  @Bean
  EraseFromQuarantine eraseFromQuarantine(QuarantineStore store) {
    return new EraseFromQuarantine(store);
  }

  @Bean
  ExportsCustomers exportFromQuarantine(QuarantineStore store) {
    return (ids, to) -> {
      to.writeArrayPropertyStart("quarantine");
      store.forEachOf(ids, to::writePOJO);
      to.writeEndArray();
    };
  }

  @Bean
  QuarantineUpkeep quarantineUpkeep(
      QuarantineStore store,
      QuarantineProperties limits,
      InstantSource clock,
      MeterRegistry metrics) {
    return new QuarantineUpkeep(store, limits, clock, metrics);
  }

  @Bean
  SettleEvents settleEvents(
      QuarantineStore store,
      JdbcClient jdbc,
      TransactionOperations transactions,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      ErasedCustomers erased,
      InstantSource clock) {
    return new SettleEvents(store, jdbc, transactions, reader, judge, intake, erased, clock);
  }
}
