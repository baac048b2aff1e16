package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.FeatureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

@FeatureServiceTest
class DropRebuiltIT {

  private static final Knowledge KNOWLEDGE =
      new Knowledge(
          new DatasetManifest.HighWater(Map.of(0, 9L), Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
          null);

  private final DatasetTable table;
  private final DropRebuilt dropRebuilt;
  private final DatasetFolder folder;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Instant now;

  DropRebuiltIT(
      @Autowired DatasetTable table,
      @Autowired DropRebuilt dropRebuilt,
      @Autowired FeatureSettings settings,
      @Autowired JdbcClient jdbc,
      @Autowired InstantSource clock,
      @Autowired JsonMapper json) {
    this.table = table;
    this.dropRebuilt = dropRebuilt;
    this.folder = new DatasetFolder(settings.dataFolder());
    this.jdbc = jdbc;
    this.json = json;
    this.now = clock.instant();
  }

  @Test
  void removesRowsOfOldTrainingSetsThatWereBuiltAgain() throws IOException {
    UUID old = built(KNOWLEDGE, Duration.ofDays(8));
    UUID young = built(KNOWLEDGE, Duration.ofDays(6));
    UUID first = built(null, Duration.ofDays(8));
    try {
      dropRebuilt.drop();

      assertThat(folder.of(old)).doesNotExist();
      assertThat(folder.of(young).resolve(DatasetFolder.ROWS)).exists();
      assertThat(folder.of(first).resolve(DatasetFolder.ROWS)).exists();
      assertThat(table.find(old)).get().extracting(DatasetRow::status).isEqualTo("COMPLETE");
    } finally {
      jdbc.sql("delete from training_dataset where id in (?, ?, ?)")
          .params(old, young, first)
          .update();
      FileSystemUtils.deleteRecursively(folder.of(young));
      FileSystemUtils.deleteRecursively(folder.of(first));
    }
  }

  /** A training set that was complete so long ago. */
  private UUID built(@Nullable Knowledge knowledge, Duration ago) throws IOException {
    UUID dataset = UUID.randomUUID();
    var spec =
        new DatasetSpec(
            "2".repeat(32),
            List.of("3".repeat(32)),
            List.of(Instant.EPOCH),
            KnownTimeMode.AS_KNOWN,
            null,
            null,
            knowledge);
    table.insert(dataset, json.writeValueAsString(spec), now.minus(ago), "test");
    table.complete(dataset, "{}", now.minus(ago));
    Path rows = Files.createDirectories(folder.of(dataset)).resolve(DatasetFolder.ROWS);
    Files.createFile(rows);
    return dataset;
  }
}
