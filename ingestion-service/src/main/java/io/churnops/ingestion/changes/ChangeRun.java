package io.churnops.ingestion.changes;

import io.churnops.ingestion.mapping.ChangeMapping;
import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.JsonRows;
import io.churnops.ingestion.mapping.MappingRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows a mapping through the changes of rows. The same record gives the same events with the
 * same ids, whenever it is taken. For one thread.
 */
final class ChangeRun {

  private static final Logger log = LoggerFactory.getLogger(ChangeRun.class);

  private final ChangeMapping mapping;
  private final Map<String, Table> tables = new HashMap<>();
  private final List<byte[]> made = new ArrayList<>();

  ChangeRun(ChangeMapping mapping, JsonMapper json) {
    this.mapping = mapping;
    mapping
        .tables()
        .forEach((name, table) ->
            tables.put(name, Table.of(table, json, (event, _) -> made.add(event))));
  }

  /** What the mapping makes of a change. */
  sealed interface Outcome {

    /** The events, which are none where no rule is for the change. */
    record Mapped(List<byte[]> events) implements Outcome {}

    /** The mapping does not name the table. */
    record Unmapped() implements Outcome {}

    /** The mapping cannot be followed. */
    record Flawed(String code, String detail) implements Outcome {}
  }

  Outcome map(CapturedRecord record, Change.OfRow change) {
    Table table = tables.get(change.table());
    if (table == null) {
      return new Outcome.Unmapped();
    }
    made.clear();
    return flaw(record, table, change.row())
        .<Outcome>map(code ->
            new Outcome.Flawed(
                code, "The mapping " + mapping.name() + " cannot be followed for the row."))
        .orElseGet(() -> new Outcome.Mapped(List.copyOf(made)));
  }

  private Optional<String> flaw(CapturedRecord record, Table table, ObjectNode row) {
    try {
      return table.run().row(record.offset(), table.columns().fields(row));
    } catch (RuntimeException unexpected) {
      // It would fail again for ever, and hold up all that comes after it.
      log.error(
          "Change not mapped: mapping={} topic={} partition={} offset={}",
          mapping.name(),
          record.topic(),
          record.partition(),
          record.offset(),
          unexpected);
      return Optional.of("mapping_failed");
    }
  }

  /** The customers whose row it is and was before, as far as they can be read. */
  Set<String> customers(Change.OfRow change) {
    Table table = tables.get(change.table());
    if (table == null) {
      return Set.of();
    }
    Set<String> customers = new LinkedHashSet<>(table.customers(change.row()));
    if (change.row().get(ChangeMapping.OLD) instanceof ObjectNode old) {
      customers.addAll(table.customers(old));
    }
    return customers;
  }

  /** How the changes of one table are followed. */
  private record Table(MappingRun run, JsonRows columns) {

    static Table of(ImportMapping mapping, JsonMapper json, MappingRun.Events events) {
      List<String> names = mapping.columnNames();
      return new Table(new MappingRun(mapping, names, 0, json, events), new JsonRows(names));
    }

    Set<String> customers(ObjectNode row) {
      return run.customers(columns.fields(row));
    }
  }
}
