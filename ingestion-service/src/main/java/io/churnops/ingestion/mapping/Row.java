package io.churnops.ingestion.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row with its columns cast: a String, Long, BigDecimal, Boolean or Instant each, null where
 * the field is empty.
 */
record Row(List<String> fields, @Nullable Object[] values) {

  @Nullable Object value(int column) {
    return values[column];
  }
}
