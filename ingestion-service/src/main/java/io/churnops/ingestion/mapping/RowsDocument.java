package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingDocument.ColumnSpec;
import io.churnops.ingestion.mapping.MappingDocument.ColumnType;
import io.churnops.ingestion.mapping.MappingDocument.RuleSpec;
import io.churnops.ingestion.mapping.MappingDocument.ValueSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of rows that are read again whenever they change, as written: the language of
 * imports, without groups and notes, which need to see a whole file.
 */
public record RowsDocument(
    @Required String source,
    @Nullable KnownTime knownTime,
    @Required Map<String, ColumnSpec> columns,
    @Required List<RuleSpec> rows,
    @Required Map<String, EventSpec> events) {

  /** How a row becomes an event; without an id, the row and its version are it. */
  record EventSpec(
      @Required String type,
      @Required String customer,
      @Required String time,
      @Nullable String known,
      @Nullable List<String> id,
      @Required Map<String, ValueSpec> data) {}

  /**
   * The column that says which version of a row this is.
   *
   * @param format of a time; null where it is an integer
   * @param zone of a time without an offset
   */
  public record VersionColumn(String name, @Nullable String format, @Nullable String zone) {

    ColumnSpec spec() {
      return format == null
          ? new ColumnSpec(ColumnType.INTEGER, null, null, null)
          : new ColumnSpec(ColumnType.TIME, null, format, zone);
    }
  }

  /**
   * The mapping, ready to be followed. An event without an id of its own is named by the key and
   * the version of its row; unless it says otherwise, it was known when the row was changed.
   *
   * @throws InvalidMappingException if it does not fit together
   */
  public ImportMapping compile(String name, List<String> key, VersionColumn version) {
    Map<String, ColumnSpec> all = new LinkedHashMap<>(columns);
    key.forEach(
        column -> all.putIfAbsent(column, new ColumnSpec(ColumnType.TEXT, null, null, null)));
    all.putIfAbsent(version.name(), version.spec());
    List<String> id = Stream.concat(key.stream(), Stream.of(version.name())).distinct().toList();
    ColumnSpec versionSpec = all.get(version.name());
    String known =
        knownTime == null && versionSpec != null && versionSpec.as() == ColumnType.TIME
            ? version.name()
            : null;
    Map<String, MappingDocument.EventSpec> made = new LinkedHashMap<>();
    events.forEach((event, spec) ->
        made.put(
            event,
            new MappingDocument.EventSpec(
                spec.type(),
                spec.customer(),
                spec.time(),
                spec.known() == null ? known : spec.known(),
                spec.id() == null ? id : spec.id(),
                null,
                spec.data())));
    return MappingCompiler.compile(
        new MappingDocument(
            name,
            source,
            null,
            null,
            knownTime == null ? KnownTime.IMPORT_TIME : knownTime,
            all,
            null,
            rows,
            made));
  }

  /** The column with the customer, by the events in their order. */
  public List<String> customers() {
    return events.values().stream().map(EventSpec::customer).distinct().toList();
  }
}
