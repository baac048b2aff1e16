package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

  @Bean
  RejectedRows rejectedRows(JdbcTemplate jdbc, JsonMapper json) {
    return new RejectedRows(jdbc, json);
  }

  @Bean
  RejectedDownload rejectedDownload(RejectedRows rejected, JsonMapper json) {
    return new RejectedDownload(rejected, json);
  }

  @Bean
  ImportJobs importJobs(
      JdbcClient jdbc, TransactionOperations transactions, RejectedRows rejected, JsonMapper json) {
    return new ImportJobs(jdbc, transactions, rejected, json);
  }

  @Bean
  Spool importSpool(ImportProperties properties) {
    return new Spool(properties.spool());
  }

  @Bean
  MountedFolder mountedFolder(ImportProperties properties) {
    return new MountedFolder(properties.folder());
  }

  @Bean
  DryRun dryRun(
      EventReader reader,
      EventJudge judge,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock) {
    return new DryRun(reader, judge, limits, json, clock);
  }

  @Bean
  ImportWorker importWorker(
      ImportJobs jobs,
      RejectedRows rejected,
      Spool spool,
      MountedFolder folder,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock,
      EventReader reader,
      EventJudge judge,
      Intake intake) {
    ImportFiles files = new ImportFiles(spool, folder, limits.maxInflated().toBytes());
    ImportRun.Publishers publishers =
        (patience, ledger, begin) ->
            new EventPublisher(reader, judge, intake, clock, json, patience, ledger, begin);
    return new ImportWorker(
        jobs,
        spool,
        files,
        patience ->
            new ImportRun(jobs, rejected, files, limits, json, clock, patience, publishers));
  }
}
