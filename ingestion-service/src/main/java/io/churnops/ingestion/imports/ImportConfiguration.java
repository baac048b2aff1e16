package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.erasure.ErasedCustomers;
import io.churnops.kit.erasure.KeepsCustomers;
import io.churnops.kit.erasure.Remaining;
import io.churnops.kit.export.ExportsCustomers;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.MultipartConfigElement;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

  /** And before anybody reads a form. */
  private static final int AFTER_SECURITY = -1;

  @Bean
  RejectedRows rejectedRows(
      JdbcTemplate jdbc,
      ErasedCustomers erased,
      TransactionOperations transactions,
      JsonMapper json) {
    return new RejectedRows(jdbc, erased, transactions, json);
  }

  @Bean
  RejectedUpkeep rejectedUpkeep(
      RejectedRows rejected, ImportProperties limits, InstantSource clock) {
    return new RejectedUpkeep(rejected, limits.rejectedKeptFor(), clock);
  }

  @Bean
  RejectedDownload rejectedDownload(RejectedRows rejected, JsonMapper json) {
    return new RejectedDownload(rejected, json);
  }

  @Bean
  ImportJobs importJobs(
      JdbcClient jdbc,
      TransactionOperations transactions,
      RejectedRows rejected,
      JsonMapper json,
      Spool spool) {
    return new ImportJobs(jdbc, transactions, rejected, json, spool.instance());
  }

  @Bean
  HeldImports heldImports(JdbcClient jdbc, Spool spool, ImportProperties properties) {
    return new HeldImports(jdbc, spool.instance(), properties.folder() != null);
  }

  @Bean
  ImportUpkeep importUpkeep(
      HeldImports held, Spool spool, ImportWorker worker, InstantSource clock) {
    return new ImportUpkeep(held, spool, worker, clock);
  }

  @Bean
  EraseFromImports eraseFromImports(RejectedRows rejected, ImportJobs jobs) {
    return new EraseFromImports(rejected, jobs);
  }

  @Bean
  ExportsCustomers exportFromImports(RejectedRows rejected) {
    return (ids, to) -> {
      to.writeArrayPropertyStart("rejectedRows");
      rejected.forEachOf(
          ids,
          (importId, rejection) -> {
            to.writeStartObject();
            to.writeStringProperty("importId", importId.toString());
            to.writePOJOProperty("rejected", rejection);
            to.writeEndObject();
          });
      to.writeEndArray();
    };
  }

  /** Files that people put there are theirs to change. */
  @Bean
  KeepsCustomers mountedFolderKeepsCustomers(ImportProperties properties) {
    Path folder = properties.folder();
    return () ->
        folder == null
            ? List.of()
            : List.of(
                new Remaining(
                    "import folder",
                    null,
                    "Files that lie in the mounted folder are not this service's to change: remove"
                        + " the customer there. Imported again, the customer is passed over."));
  }

  @Bean
  Spool importSpool(ImportProperties properties) {
    return new Spool(properties.spool());
  }

  /** Uploads arrive where they are kept, so that they are moved and not copied. */
  @Bean
  MultipartConfigElement multipartConfig(MultipartProperties properties, Spool spool) {
    MultipartConfigElement limits = properties.createMultipartConfig();
    return new MultipartConfigElement(
        spool.incoming().toString(),
        limits.getMaxFileSize(),
        limits.getMaxRequestSize(),
        limits.getFileSizeThreshold());
  }

  @Bean
  FilterRegistrationBean<UploadFilter> uploadFilter(
      Spool spool,
      ImportProperties properties,
      MultipartConfigElement multipart,
      @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> problems) {
    SpoolRoom room = new SpoolRoom(spool, properties.maxSpool().toBytes());
    FilterRegistrationBean<UploadFilter> registration =
        new FilterRegistrationBean<>(
            new UploadFilter(
                room,
                multipart.getMaxRequestSize(),
                (request, response, handler, exception) ->
                    problems.getObject().resolveException(request, response, handler, exception)));
    registration.setOrder(AFTER_SECURITY);
    // The server reads forms before it knows whether anybody takes them there.
    registration.addUrlPatterns("/*");
    return registration;
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
    return new DryRun(reader, judge.withoutTrace(), limits, json, clock);
  }

  @Bean
  ImportWorker importWorker(
      HeldImports held,
      ImportJobs jobs,
      RejectedRows rejected,
      Spool spool,
      MountedFolder folder,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      ErasedCustomers erased,
      TransactionOperations transactions,
      MeterRegistry metrics) {
    ImportFiles files = new ImportFiles(spool, folder, limits.maxInflated().toBytes());
    UnaryOperator<Set<String>> erasedAmong =
        customers ->
            Objects.requireNonNull(transactions.execute(_ -> erased.among(customers)), "erased");
    ImportRun.Publishers publishers =
        (patience, ledger, begin) ->
            new EventPublisher(reader, judge, intake, clock, patience, ledger, erasedAmong, begin);
    return new ImportWorker(
        held,
        spool,
        files,
        patience -> new ImportRun(jobs, rejected, files, limits, json, clock, patience, publishers),
        metrics);
  }
}
