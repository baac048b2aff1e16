package io.churnops.feature.datasets;

import static org.awaitility.Awaitility.await;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.FeatureSettings;
import io.churnops.feature.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

@FeatureServiceTest
class DatasetWorkerIT {

  private final DatasetTable table;
  private final BuildDataset failing;
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
    this.failing =
        new BuildDataset(eventRows, tableRows, uploads, settings, clock, json) {
          @Override
          DatasetManifest build(UUID dataset, DatasetPlan plan) {
            throw new StackOverflowError("too deep");
          }
        };
  }

  /** Left running, it would keep every erasure waiting. */
  @Test
  void endsWhatNoMemoryOrStackIsLeftFor() throws InterruptedException {
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
    var worker = new DatasetWorker(table, failing, clock, json);
    try {
      worker.enqueue(dataset);
      await()
          .atMost(Store.PATIENCE)
          .until(() ->
              table.find(dataset).map(DatasetRow::status).filter("FAILED"::equals).isPresent());
    } finally {
      table.fail(dataset, "The test is over", clock.instant());
      worker.stop();
    }
  }
}
