package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.FeatureSettings;
import io.churnops.feature.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

@FeatureServiceTest
class DatasetWorkerIT {

  private final DatasetTable table;
  private final BuildDataset failing;
  private final BuildDataset endless;
  private final BuildDataset cancelledAtLast;
  private final DatasetFolder folder;
  private final AtomicReference<UUID> begun = new AtomicReference<>();
  private final InstantSource clock;
  private final JsonMapper json;

  DatasetWorkerIT(
      @Autowired DatasetTable table,
      @Autowired EventRows eventRows,
      @Autowired TableRows tableRows,
      @Autowired TableUploads uploads,
      @Autowired FeatureSettings settings,
      @Autowired InstantSource clock,
      @Autowired JsonMapper json) {
    this.table = table;
    this.clock = clock;
    this.json = json;
    this.folder = new DatasetFolder(settings.dataFolder());
    this.failing =
        new BuildDataset(eventRows, tableRows, uploads, settings, clock, json) {
          @Override
          DatasetManifest build(UUID dataset, DatasetPlan plan) throws IOException {
            folder.begin(dataset);
            folder.publish(dataset);
            throw new StackOverflowError("too deep");
          }
        };
    this.endless =
        new BuildDataset(eventRows, tableRows, uploads, settings, clock, json) {
          @Override
          DatasetManifest build(UUID dataset, DatasetPlan plan) {
            begun.set(dataset);
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("An interrupt in disguise");
          }
        };
    this.cancelledAtLast =
        new BuildDataset(eventRows, tableRows, uploads, settings, clock, json) {
          @Override
          DatasetManifest build(UUID dataset, DatasetPlan plan) throws IOException {
            folder.begin(dataset);
            folder.publish(dataset);
            table.cancel(dataset, "test");
            return DatasetContractTests.manifest();
          }
        };
  }

  /** Left running, it would keep every erasure waiting; its rows would be found by none. */
  @Test
  void endsWhatNoMemoryOrStackIsLeftFor() throws InterruptedException {
    UUID dataset = inserted();
    var worker = new DatasetWorker(table, failing, clock, json);
    try {
      worker.enqueue(dataset);
      await()
          .atMost(Store.PATIENCE)
          .until(() ->
              table.find(dataset).map(DatasetRow::status).filter("FAILED"::equals).isPresent());
      assertThat(folder.of(dataset)).doesNotExist();
    } finally {
      table.fail(dataset, "The test is over", clock.instant());
      worker.stop();
    }
  }

  @Test
  void stopsWorkOnWhatIsCancelledAndGoesOnWithTheNext() throws InterruptedException {
    UUID unwanted = inserted();
    UUID waiting = inserted();
    UUID next = inserted();
    var worker = new DatasetWorker(table, endless, clock, json);
    try {
      worker.enqueue(unwanted);
      worker.enqueue(waiting);
      worker.enqueue(next);
      await().atMost(Store.PATIENCE).until(() -> unwanted.equals(begun.get()));
      assertThat(row(unwanted).standing()).isEqualTo(DatasetStatus.RUNNING);

      table.cancel(waiting, "test");
      table.cancel(unwanted, "test");

      assertThat(row(waiting).standing()).as("at once").isEqualTo(DatasetStatus.CANCELLED);
      await().atMost(Store.PATIENCE).until(() -> next.equals(begun.get()));
      assertThat(row(unwanted).status()).isEqualTo("CANCELLED");
      assertThat(row(unwanted).error()).isNull();
      assertThat(row(waiting).status()).isEqualTo("CANCELLED");
    } finally {
      table.fail(next, "The test is over", clock.instant());
      worker.stop();
    }
  }

  /** Its caller was told that it is cancelled. */
  @Test
  void completesNothingThatIsCancelledWhenItsRowsAreThere() throws InterruptedException {
    UUID dataset = inserted();
    var worker = new DatasetWorker(table, cancelledAtLast, clock, json);
    try {
      worker.enqueue(dataset);

      await().atMost(Store.PATIENCE).until(() -> !row(dataset).status().equals("RUNNING"));
    } finally {
      worker.stop();
    }
    assertThat(row(dataset).status()).isEqualTo("CANCELLED");
    assertThat(row(dataset).manifest()).isNull();
    assertThat(folder.of(dataset)).doesNotExist();
  }

  private DatasetRow row(UUID dataset) {
    return table.find(dataset).orElseThrow();
  }

  private UUID inserted() {
    UUID dataset = UUID.randomUUID();
    var spec =
        new DatasetSpec(
            "0".repeat(32),
            List.of("1".repeat(32)),
            List.of(Instant.EPOCH),
            KnownTimeMode.AS_KNOWN,
            null,
            null,
            null);
    table.insert(dataset, json.writeValueAsString(spec), clock.instant(), "test");
    return dataset;
  }
}
