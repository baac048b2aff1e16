package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingDocument.ColumnType;
import io.churnops.ingestion.mapping.MappingDocument.ConditionSpec;
import io.churnops.ingestion.mapping.MappingDocument.CsvFormat;
import io.churnops.ingestion.mapping.MappingDocument.EventSpec;
import io.churnops.ingestion.mapping.MappingDocument.NoteSpec;
import io.churnops.ingestion.mapping.MappingDocument.RuleSpec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a mapping as written into one that can be followed, or says what does not fit. */
final class MappingCompiler {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,59}");
  private static final Pattern SOURCE = Pattern.compile("\\S{1,200}");

  private final MappingDocument document;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  private MappingCompiler(MappingDocument document) {
    this.document = document;
  }

  static ImportMapping compile(String yaml) {
    return compile(StrictYaml.read(yaml, MappingDocument.class, "The mapping"));
  }

  static ImportMapping compile(MappingDocument document) {
    return new MappingCompiler(document).compile();
  }

  private ImportMapping compile() {
    requireName("import", document.name());
    if (!SOURCE.matcher(document.source()).matches()) {
      throw new InvalidMappingException(
          "source must be a URI reference of at most 200 characters.");
    }
    document
        .columns()
        .forEach((name, spec) -> {
          requirePrintable(name);
          columns.put(name, Column.of(columns.size(), name, spec));
        });
    if (document.csv() != null
        && document.format() != null
        && document.format() != FileFormat.CSV) {
      throw new InvalidMappingException("csv belongs to files of the format csv.");
    }
    Map<String, EventPlan> events = new LinkedHashMap<>();
    document
        .events()
        .forEach((name, spec) -> {
          requireName("events", name);
          events.put(name, event(name, spec));
        });
    List<Rule> rules = document.rows().stream().map(rule -> rule(rule, events)).toList();
    List<Note> notes = listed(document.notes()).map(this::note).toList();
    requireDistinct(
        Stream.concat(notes.stream().map(Note::count), rules.stream().map(Rule::count)).toList());
    return new ImportMapping(
        document.name(),
        document.source(),
        document.format() == null ? FileFormat.CSV : document.format(),
        document.knownTime() == null ? KnownTime.EVENT_TIME : document.knownTime(),
        delimiter(document.csv()),
        charset(document.csv()),
        List.copyOf(columns.values()),
        notes,
        rules,
        List.copyOf(events.values()));
  }

  private static char delimiter(@Nullable CsvFormat csv) {
    if (csv == null || csv.delimiter() == null) {
      return ',';
    }
    if (csv.delimiter().length() != 1 || "\"\r\n".contains(csv.delimiter())) {
      throw new InvalidMappingException("csv.delimiter must be one character.");
    }
    return csv.delimiter().charAt(0);
  }

  private static Charset charset(@Nullable CsvFormat csv) {
    try {
      return csv == null || csv.charset() == null
          ? StandardCharsets.UTF_8
          : Charset.forName(csv.charset());
    } catch (IllegalArgumentException unknown) {
      throw new InvalidMappingException("csv.charset: no such charset is known.");
    }
  }

  private Note note(NoteSpec spec) {
    requireName("notes", spec.count());
    boolean rows = spec.when() != null;
    boolean repeated = Boolean.TRUE.equals(spec.repeatedRow());
    boolean several = spec.several() != null && spec.per() != null;
    if (Stream.of(rows, repeated, several).filter(given -> given).count() != 1
        || (spec.several() == null) != (spec.per() == null)) {
      throw new InvalidMappingException(
          "notes."
              + spec.count()
              + ": needs one of when, repeated_row: true, or several together with per.");
    }
    if (spec.several() != null && spec.per() != null) {
      return new Note.Several(spec.count(), column(spec.several()), column(spec.per()));
    }
    return repeated
        ? new Note.RepeatedRows(spec.count())
        : new Note.Rows(spec.count(), condition(spec.when()));
  }

  private Rule rule(RuleSpec spec, Map<String, EventPlan> events) {
    requireName("rows", spec.count());
    List<EventPlan> emit =
        listed(spec.emit())
            .map(name -> {
              EventPlan plan = events.get(name);
              if (plan == null) {
                throw new InvalidMappingException(
                    "rows." + spec.count() + ": emit names no event of this mapping: " + name);
              }
              return plan;
            })
            .toList();
    return new Rule(spec.count(), condition(spec.when()), emit);
  }

  private Condition condition(@Nullable Map<String, ConditionSpec> when) {
    Condition all = Condition.ALWAYS;
    if (when != null) {
      for (var entry : when.entrySet()) {
        all = all.and(Condition.of(column(entry.getKey()), entry.getValue()));
      }
    }
    return all;
  }

  private EventPlan event(String name, EventSpec spec) {
    String place = "events." + name;
    if ((spec.id() == null) == (spec.groupBy() == null)) {
      throw new InvalidMappingException(
          place + ": needs either group_by (rows with equal values are one event) or id.");
    }
    boolean grouped = spec.groupBy() != null;
    List<Column> key =
        Stream.concat(listed(spec.id()), listed(spec.groupBy())).map(this::column).toList();
    Column customer = column(spec.customer());
    if (key.isEmpty() || grouped && !key.contains(customer)) {
      throw new InvalidMappingException(
          place + ": the key names columns, and a group is of one customer: " + customer.name());
    }
    Column time = column(spec.time());
    if (time.type() != ColumnType.TIME) {
      throw new InvalidMappingException(place + ".time: " + time.name() + " is not a time.");
    }
    Column known = spec.known() == null ? null : column(spec.known());
    if (known != null && known.type() != ColumnType.TIME) {
      throw new InvalidMappingException(place + ".known: " + known.name() + " is not a time.");
    }
    return new EventPlan(
        name,
        spec.type(),
        customer,
        time,
        known,
        key,
        grouped,
        new ValueCompiler(this::column).data(place + ".data", spec.data(), grouped));
  }

  private Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new InvalidMappingException(
          "No column is called " + name + "; there are " + columns.keySet());
    }
    return column;
  }

  private static <T> Stream<T> listed(@Nullable List<T> list) {
    return list == null ? Stream.of() : list.stream();
  }

  /** The names of columns stand in reports, which Postgres keeps. */
  private static void requirePrintable(String column) {
    if (column.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidMappingException("columns: a name must not have control characters.");
    }
  }

  static void requireName(String place, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidMappingException(
          place
              + ": names are lower-case letters, digits, _ and -, at most 60; not \""
              + name
              + '"');
    }
  }

  private static void requireDistinct(List<String> counts) {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>(counts);
    twice.removeIf(seen::add);
    if (!twice.isEmpty()) {
      throw new InvalidMappingException("Counted under the same name more than once: " + twice);
    }
  }
}
