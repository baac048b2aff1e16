package io.churnops.ingestion.mapping;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How rows become events of one kind.
 *
 * @param known when the business learnt of it, where the mapping names a column for that
 * @param key the columns that make an event's id and, if grouped, its group
 * @param grouped whether rows with the same key are one event
 */
record EventPlan(
    String name,
    String type,
    Column customer,
    Column time,
    @Nullable Column known,
    List<Column> key,
    boolean grouped,
    Map<String, Value> data) {

  /** The id of the event a row belongs to: the same for the same row, whenever it is imported. */
  String id(Row row) {
    return name
        + ":"
        + key.stream().map(column -> escaped(row, column)).collect(Collectors.joining(":"));
  }

  private static String escaped(Row row, Column column) {
    Object value = row.value(column.index());
    if (value == null) {
      throw new RowFlaw("key_absent:" + column.name());
    }
    return value.toString().replace("%", "%25").replace(":", "%3A");
  }
}
