package io.churnops.ingestion.mapping;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A mapping that fits together, ready to be followed. */
public final class ImportMapping {

  /** Characters a mapping may have. */
  public static final int MAX_LENGTH = 64 * 1024;

  private final String name;
  private final String source;
  private final FileFormat format;
  private final KnownTime knownTime;
  private final char delimiter;
  private final Charset charset;
  private final List<Column> columns;
  private final List<Note> notes;
  private final List<Rule> rules;
  private final List<EventPlan> events;

  ImportMapping(
      String name,
      String source,
      FileFormat format,
      KnownTime knownTime,
      char delimiter,
      Charset charset,
      List<Column> columns,
      List<Note> notes,
      List<Rule> rules,
      List<EventPlan> events) {
    this.name = name;
    this.source = source;
    this.format = format;
    this.knownTime = knownTime;
    this.delimiter = delimiter;
    this.charset = charset;
    this.columns = List.copyOf(columns);
    this.notes = List.copyOf(notes);
    this.rules = List.copyOf(rules);
    this.events = List.copyOf(events);
  }

  /**
   * Reads a mapping.
   *
   * @throws InvalidMappingException if it is not YAML, not a mapping, or does not fit together
   */
  public static ImportMapping parse(String yaml) {
    return MappingCompiler.compile(yaml);
  }

  /**
   * Sees that the types of its events are known.
   *
   * @throws InvalidMappingException if one is not
   */
  public ImportMapping requireTypes(Predicate<String> known) {
    for (EventPlan event : events) {
      if (!known.test(event.type())) {
        throw new InvalidMappingException(
            "events." + event.name() + ".type: no event type " + event.type() + " is known.");
      }
    }
    return this;
  }

  /** What the import is called. */
  public String name() {
    return name;
  }

  /** How the file is written. */
  public FileFormat format() {
    return format;
  }

  /** The columns that it reads, in its order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * What the events' known times are, in one word: {@code event_time}, {@code import_time}, or
   * {@code column} where an event takes it from one.
   */
  public String knownTime() {
    return events.stream().anyMatch(event -> event.known() != null)
        ? "column"
        : knownTime.name().toLowerCase(Locale.ROOT);
  }

  /** Whether some of its events are of several rows, and so published after the last row. */
  public boolean hasGroups() {
    return events.stream().anyMatch(EventPlan::grouped);
  }

  /** Whether events without a known time of their own count as known when they happened. */
  boolean knownAsHappened() {
    return knownTime == KnownTime.EVENT_TIME;
  }

  /** What separates the fields of a row. */
  public char delimiter() {
    return delimiter;
  }

  /** How the file is encoded. */
  public Charset charset() {
    return charset;
  }

  /** The CloudEvents source of its events. */
  public String source() {
    return source;
  }

  List<Column> columns() {
    return columns;
  }

  List<Note> notes() {
    return notes;
  }

  List<Rule> rules() {
    return rules;
  }

  List<EventPlan> events() {
    return events;
  }
}
