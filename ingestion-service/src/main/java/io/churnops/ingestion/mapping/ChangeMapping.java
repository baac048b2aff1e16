package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingDocument.ColumnSpec;
import io.churnops.ingestion.mapping.MappingDocument.ColumnType;
import io.churnops.ingestion.mapping.MappingDocument.ConditionSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the changes of some tables. Each table is mapped like a file of rows, with four
 * columns more that every change has.
 *
 * @param tables by {@code schema.table}, as the source names them
 */
public record ChangeMapping(
    String name, String source, List<String> topics, Map<String, ImportMapping> tables) {

  /** The kind of the change, a word. */
  public static final String KIND = "_op";

  /** When the source committed the change. */
  public static final String CHANGED_AT = "_changed_at";

  /** When the change became known; absent for rows that were there before the capture. */
  public static final String KNOWN = "_known";

  /** The place of the change in its source, which sorts as the source orders. */
  public static final String POSITION = "_position";

  /** The object with the row as it was before. */
  public static final String OLD = "_old";

  /** What Kafka takes for the name of a topic. */
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  public ChangeMapping {
    topics = List.copyOf(topics);
    tables = Map.copyOf(tables);
  }

  /**
   * Reads a mapping of changes.
   *
   * @throws InvalidMappingException if it does not fit together
   */
  public static ChangeMapping parse(String yaml) {
    ChangeDocument document = StrictYaml.read(yaml, ChangeDocument.class, "The mapping");
    MappingCompiler.requireName("changes", document.name());
    if (document.topics().isEmpty() || document.tables().isEmpty()) {
      throw new InvalidMappingException("topics and tables each name at least one.");
    }
    if (!document.topics().stream().allMatch(topic -> TOPIC.matcher(topic).matches())) {
      throw new InvalidMappingException(
          "topics: names are letters, digits, dots, _ and -, at most 249.");
    }
    Map<String, ImportMapping> tables = new LinkedHashMap<>();
    document.tables().forEach((table, spec) -> tables.put(table, compiled(document, table, spec)));
    return new ChangeMapping(document.name(), document.source(), document.topics(), tables);
  }

  /**
   * Sees that the types of its events are known.
   *
   * @throws InvalidMappingException if one is not
   */
  public ChangeMapping requireTypes(Predicate<String> known) {
    tables.values().forEach(table -> table.requireTypes(known));
    return this;
  }

  private static ImportMapping compiled(
      ChangeDocument document, String table, ChangeDocument.TableSpec spec) {
    try {
      return MappingCompiler.compile(
          new MappingDocument(
              document.name(),
              document.source(),
              null,
              null,
              null,
              columns(spec.columns()),
              null,
              spec.rows().stream().map(ChangeMapping::rule).toList(),
              events(spec.events())));
    } catch (InvalidMappingException wrong) {
      throw new InvalidMappingException("tables." + table + ": " + wrong.getMessage());
    }
  }

  private static Map<String, ColumnSpec> columns(Map<String, ColumnSpec> own) {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>(own);
    ColumnSpec text = new ColumnSpec(ColumnType.TEXT, null, null, null);
    ColumnSpec time = new ColumnSpec(ColumnType.TIME, null, "iso", null);
    for (var given : Map.of(KIND, text, CHANGED_AT, time, KNOWN, time, POSITION, text).entrySet()) {
      if (columns.put(given.getKey(), given.getValue()) != null) {
        throw new InvalidMappingException(
            "columns." + given.getKey() + " is there by itself and cannot be cast.");
      }
    }
    return columns;
  }

  private static MappingDocument.RuleSpec rule(ChangeDocument.RuleSpec rule) {
    return new MappingDocument.RuleSpec(rule.count(), when(rule.on(), rule.when()), rule.emit());
  }

  private static Map<String, ConditionSpec> when(
      @Nullable List<ChangeKind> on, @Nullable Map<String, ConditionSpec> when) {
    Map<String, ConditionSpec> all = new LinkedHashMap<>(when == null ? Map.of() : when);
    if (on != null) {
      List<String> words = on.stream().map(ChangeKind::word).toList();
      if (all.put(KIND, ConditionSpec.oneOf(words)) != null) {
        throw new InvalidMappingException("rows: on says already which kinds of change.");
      }
    }
    return all;
  }

  private static Map<String, MappingDocument.EventSpec> events(
      Map<String, ChangeDocument.EventSpec> specs) {
    Map<String, MappingDocument.EventSpec> events = new LinkedHashMap<>();
    specs.forEach((name, spec) ->
        events.put(
            name,
            new MappingDocument.EventSpec(
                spec.type(),
                spec.customer(),
                spec.time(),
                spec.known() == null ? KNOWN : spec.known(),
                spec.id() == null ? List.of(POSITION) : spec.id(),
                null,
                spec.data())));
    return events;
  }
}
