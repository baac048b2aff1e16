package io.churnops.training.export;

import io.churnops.training.lease.SessionLease;
import io.churnops.training.tracking.Experiments;
import io.churnops.training.tracking.TrackedRuns;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The exporter, where an MLflow server is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${churnops.mlflow-export.uri:}'.isEmpty()")
class MlflowExportConfiguration {

  @Bean
  MlflowExporter mlflowExporter(
      MlflowExportSettings settings,
      MlflowExport export,
      DataSource database,
      JdbcClient jdbc,
      JsonMapper json,
      Experiments experiments,
      TrackedRuns runs,
      MeterRegistry meters,
      InstantSource clock) {
    MlflowServer server = new MlflowServer(settings);
    return new MlflowExporter(
        settings,
        new ExportLease(database),
        server,
        export,
        new FindUntold(settings.uri(), jdbc, json, clock),
        new ToldLedger(settings.uri(), jdbc, clock),
        new ExportRun(server, experiments, runs, settings.prefix()),
        new ExportModel(server, settings.prefix()),
        new ExportMeters(meters, clock));
  }

  private static final class ExportLease extends SessionLease {
    ExportLease(DataSource database) {
      super(database, "registry.mlflow-export");
    }
  }
}
