package io.churnops.ingestion.mapping;

import java.nio.charset.Charset;
import java.util.List;

/** A mapping that fits together, ready to be followed. */
public final class ImportMapping {

  /** Characters a mapping may have. */
  public static final int MAX_LENGTH = 64 * 1024;

  private final String name;
  private final String source;
  private final char delimiter;
  private final Charset charset;
  private final List<Column> columns;
  private final List<Note> notes;
  private final List<Rule> rules;
  private final List<EventPlan> events;

  ImportMapping(
      String name,
      String source,
      char delimiter,
      Charset charset,
      List<Column> columns,
      List<Note> notes,
      List<Rule> rules,
      List<EventPlan> events) {
    this.name = name;
    this.source = source;
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

  /** What the import is called. */
  public String name() {
    return name;
  }

  /** What separates the fields of a row. */
  public char delimiter() {
    return delimiter;
  }

  /** How the file is encoded. */
  public Charset charset() {
    return charset;
  }

  String source() {
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
