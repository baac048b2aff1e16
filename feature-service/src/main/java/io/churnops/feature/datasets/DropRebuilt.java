package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Removes the rows of training sets that were built again, some time after they were: whoever
 * wanted to compare them has, and they can be built once more. The first ones stay, and so does the
 * record of the others.
 */
@Component
class DropRebuilt {

  private static final Logger log = LoggerFactory.getLogger(DropRebuilt.class);

  private final DatasetTable table;
  private final DatasetFolder folder;
  private final Duration retention;
  private final InstantSource clock;

  DropRebuilt(
      DatasetTable table, FeatureSettings features, DatasetSettings settings, InstantSource clock) {
    this.table = table;
    this.folder = new DatasetFolder(features.dataFolder());
    this.retention = settings.rebuiltRetention();
    this.clock = clock;
  }

  @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void drop() {
    try {
      for (UUID dataset : table.rebuiltBefore(clock.instant().minus(retention))) {
        Path rows = folder.of(dataset);
        if (Files.exists(rows)) {
          FileSystemUtils.deleteRecursively(rows);
          log.info("Removed the rows of training set {}, which was built again", dataset);
        }
      }
    } catch (DataAccessException e) {
      log.debug("The log is out of reach; what is to be removed waits", e);
    } catch (IOException e) {
      log.warn("Rows of training sets that were built again could not be removed", e);
    }
  }
}
