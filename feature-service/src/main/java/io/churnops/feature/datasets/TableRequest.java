package io.churnops.feature.datasets;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall be made of a table.
 *
 * @param name of the table
 * @param label the column that says who churned
 * @param id the column that names the customer
 * @param positive the value that means churned; found out if it is one of the usual ones
 * @param ignore columns to leave out
 * @param asOf the moment of the rows
 * @param horizon how far the label looks ahead
 */
record TableRequest(
    String name,
    String label,
    String id,
    @Nullable String positive,
    List<String> ignore,
    Instant asOf,
    @Nullable String horizon) {

  TableRequest {
    ignore = List.copyOf(ignore);
  }

  /** The name as definitions have them. */
  String tableName() {
    return FeatureNames.snakeCase(name);
  }
}
