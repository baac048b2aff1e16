package io.churnops.training.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.churnops.forest.InputColumn;
import java.util.List;

/**
 * A feature view as feature-service serves it.
 *
 * @param status {@code READY} when every customer's values can be read online
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FeatureView(
    String name, String fingerprint, String status, List<DatasetManifest.Column> columns) {

  public FeatureView {
    columns = List.copyOf(columns);
  }

  /** Whether its values can be read online, of all customers. */
  public boolean ready() {
    return status.equals("READY");
  }

  /** Whether it has a column of the name and type. */
  public boolean gives(InputColumn input) {
    return columns.contains(new DatasetManifest.Column(input.name(), input.type()));
  }
}
