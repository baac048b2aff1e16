package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** An import meets a broker that is away, and then the end of its own service. */
@IngestionIntegrationTest
class ImportOutageIT {

  private static final int ORDERS = 2_500;

  private final String customer = UUID.randomUUID().toString();

  @Autowired SubmitImport submit;
  @Autowired ImportJobs jobs;
  @Autowired Spool spool;
  @Autowired ImportWorker worker;
  @Autowired MeterRegistry metrics;

  @Test
  void waitsForTheBrokerAndOutlivesARestart() throws Exception {
    assumeThat(TestServers.shared().local()).isPresent();
    LocalPlatform local = TestServers.shared().local().orElseThrow();
    UUID importId;
    local.kafka().stop();
    try {
      importId = submit();
      await().until(() -> status(importId) == ImportStatus.RUNNING);

      worker.stop();
      assertThat(status(importId)).isEqualTo(ImportStatus.RUNNING);
      assertThat(spool.holds(importId)).isTrue();
    } finally {
      worker.start();
      local.kafka().start();
    }
    await().until(() -> status(importId) == ImportStatus.COMPLETE);
    List<String> ids =
        TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer).stream()
            .map(record -> TopicReader.header(record, CloudEventHeaders.ID))
            .distinct()
            .toList();
    assertThat(ids).hasSize(ORDERS + 1);
    await().until(() -> !spool.holds(importId));
  }

  @Test
  void waitsForPostgres() throws Exception {
    assumeThat(TestServers.shared().local()).isPresent();
    LocalPlatform local = TestServers.shared().local().orElseThrow();
    UUID importId;
    local.kafka().stop();
    try {
      importId = submit();
      double before = unconfirmed();
      await().until(() -> unconfirmed() > before);
      local.postgres().stop();
    } finally {
      local.kafka().start();
    }
    try {
      await().until(() -> !TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer).isEmpty());
      assertThatThrownBy(() -> jobs.report(importId))
          .as("as long as the import, which asked before, was let wait for a connection")
          .isInstanceOf(DataAccessException.class);
    } finally {
      local.postgres().start();
    }

    await()
        .ignoreExceptions()
        .until(() -> jobs.report(importId).orElseThrow().finishedAt() != null);
    assertThat(jobs.report(importId).orElseThrow().error()).isNull();
    assertThat(status(importId)).isEqualTo(ImportStatus.COMPLETE);
  }

  private double unconfirmed() {
    return metrics.get("churnops.ingest.events").tag("result", "unconfirmed").counter().count();
  }

  private UUID submit() throws Exception {
    try (InputStream mapping =
        ImportOutageIT.class.getResourceAsStream("/mappings/online-retail.yaml")) {
      assertThat(mapping).isNotNull();
      return submit
          .submit(
              new String(mapping.readAllBytes(), StandardCharsets.UTF_8),
              place -> Files.writeString(place, file()),
              "test")
          .importId();
    }
  }

  private ImportStatus status(UUID importId) {
    return jobs.report(importId).orElseThrow().status();
  }

  private String file() {
    return IntStream.range(0, ORDERS)
        .mapToObj(i -> i + ",A,MUG,1,2010-12-01 08:26:00,2.55," + customer + ",France\n")
        .collect(
            Collectors.joining(
                "",
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
                ""));
  }
}
