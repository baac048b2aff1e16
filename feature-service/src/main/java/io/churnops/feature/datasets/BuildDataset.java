package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.statistics.TableStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds training sets into folders of their own: rows, statistics and a manifest. Equal plans and
 * equal sources give equal rows, to the byte.
 */
@Component
class BuildDataset {

  private static final Logger log = LoggerFactory.getLogger(BuildDataset.class);

  private final EventRows eventRows;
  private final TableRows tableRows;
  private final TableUploads uploads;
  private final DatasetFolder folder;
  private final InstantSource clock;
  private final JsonMapper json;

  BuildDataset(
      EventRows eventRows,
      TableRows tableRows,
      TableUploads uploads,
      FeatureSettings settings,
      InstantSource clock,
      JsonMapper json) {
    this.eventRows = eventRows;
    this.tableRows = tableRows;
    this.uploads = uploads;
    this.folder = new DatasetFolder(settings.dataFolder());
    this.clock = clock;
    this.json = json;
  }

  DatasetManifest build(UUID dataset, DatasetPlan plan) throws IOException {
    Path draft = folder.begin(dataset);
    BuiltRows rows =
        switch (plan) {
          case DatasetSpec spec -> eventRows(dataset, spec, draft);
          case TableSpec spec -> tableRows.write(spec, draft);
        };
    TableStatistics statistics =
        RowsReader.of(draft.resolve(DatasetFolder.ROWS), rows.labels().size(), rows.columns())
            .summary(rows.rows());
    DatasetFolder.write(
        draft.resolve(DatasetFolder.STATISTICS), json.writeValueAsBytes(statistics));
    DatasetManifest manifest = rows.manifest(dataset, statistics, clock.instant());
    DatasetFolder.write(draft.resolve(DatasetFolder.MANIFEST), json.writeValueAsBytes(manifest));
    folder.publish(dataset);
    return manifest;
  }

  private BuiltRows eventRows(UUID dataset, DatasetSpec spec, Path draft) throws IOException {
    try {
      return eventRows.write(spec, draft);
    } catch (UnusableBaseException e) {
      log.warn("Training set {} takes over no rows of an earlier one: {}", dataset, e.getMessage());
      return eventRows.write(spec.asAnew(), folder.begin(dataset));
    }
  }

  /** Removes what was made of a training set that nobody wants any more. */
  void forget(UUID dataset, DatasetPlan plan) throws IOException {
    tidy(dataset, plan);
    folder.remove(dataset);
  }

  /** Removes what is of no use any more, now that a training set is complete or has failed. */
  void tidy(UUID dataset, DatasetPlan plan) throws IOException {
    folder.discard(dataset);
    if (plan instanceof TableSpec table) {
      uploads.remove(table.upload());
    }
  }
}
