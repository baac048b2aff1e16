package io.churnops.feature.datasets;

import io.churnops.feature.definitions.ChangeViews;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Service;

/** Makes training sets of tables with one row per customer. */
@Service
class Tables {

  private final TableUploads uploads;
  private final ChangeViews views;
  private final TrainingDatasets datasets;

  Tables(TableUploads uploads, ChangeViews views, TrainingDatasets datasets) {
    this.uploads = uploads;
    this.views = views;
    this.datasets = datasets;
  }

  /** Takes a table in, and says what it holds and which training set it becomes. */
  TableAnswer take(InputStream sent, TableRequest request, String by) throws IOException {
    String upload = uploads.receive(sent);
    try {
      char delimiter = uploads.file(upload).delimiter();
      TableSource source = uploads.read(upload, delimiter, request);
      String view = views.registerMade(uploads.view(source, request.asOf()), by);
      DatasetAnswer dataset =
          datasets.accept(
              new TableSpec(upload, delimiter, view, request.asOf(), request.horizon(), source),
              by);
      return new TableAnswer(dataset.datasetId(), dataset.status(), source);
    } catch (IOException e) {
      uploads.remove(upload);
      throw Upload.unreadable(e);
    } catch (RuntimeException e) {
      uploads.remove(upload);
      throw e;
    }
  }
}
