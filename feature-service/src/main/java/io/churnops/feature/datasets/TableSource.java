package io.churnops.feature.datasets;

import io.churnops.features.engine.ColumnType;
import java.util.List;

/**
 * The table that a training set was made of.
 *
 * @param sha256 of the table as it was sent, unpacked
 * @param positive the text in the label's column that counts as 1
 * @param columns what was made of the others
 * @param ignored columns left out on request
 */
record TableSource(
    String name,
    String sha256,
    String id,
    String label,
    String positive,
    List<TableColumn> columns,
    List<String> ignored) {

  TableSource {
    columns = List.copyOf(columns);
    ignored = List.copyOf(ignored);
  }

  /**
   * A column of the table.
   *
   * @param header its name in the table
   * @param name its name as a feature
   * @param type as inferred: NUMBER when every value that is there is one
   * @param blank fields without a value
   * @param why the type is not NUMBER although most values are numbers; empty otherwise
   */
  record TableColumn(String header, String name, ColumnType type, long blank, String why) {}
}
