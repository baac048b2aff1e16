package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

  @Bean
  ImportJobs importJobs(JdbcClient jdbc, JsonMapper json) {
    return new ImportJobs(jdbc, json);
  }

  @Bean
  Spool importSpool(ImportProperties properties) {
    return new Spool(properties.spool());
  }

  @Bean
  ImportWorker importWorker(
      ImportJobs jobs,
      Spool spool,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock,
      EventReader reader,
      EventJudge judge,
      Intake intake) {
    return new ImportWorker(
        jobs,
        spool,
        patience ->
            new ImportRun(
                jobs,
                spool,
                limits,
                json,
                clock,
                new EventPublisher(reader, judge, intake, clock, patience),
                patience));
  }
}
