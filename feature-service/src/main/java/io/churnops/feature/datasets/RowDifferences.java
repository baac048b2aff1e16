package io.churnops.feature.datasets;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * How the rows of one training set differ from those of another, customer by customer and cutoff by
 * cutoff.
 *
 * @param onlyInBase rows of customers at cutoffs at which the other has none
 * @param onlyInOther rows of customers at cutoffs at which the base has none
 * @param different rows that both have, with another value in a column that both have
 * @param byColumn in how many of those the column differs, labels among the columns; only columns
 *     that differ in one
 */
@Schema(name = "RowDifferences")
record RowDifferences(
    long onlyInBase, long onlyInOther, long different, Map<String, Long> byColumn) {

  static final RowDifferences NONE = new RowDifferences(0, 0, 0, Map.of());
}
