package io.churnops.ingestion.mapping;

import io.churnops.ingestion.mapping.MappingCounts.EventCounts;
import io.churnops.ingestion.mapping.MappingCounts.RowRejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows a mapping through one file, row by row, and hands on the events as CloudEvents in JSON.
 * Events of single rows come at once; grouped ones at the end, as rows of a group may lie anywhere
 * in the file. The same file gives the same events in the same order. For one thread.
 */
public final class MappingRun {

  private static final int GROUP_BYTES = 700;
  private static final int SAMPLES = 10;

  private final ImportMapping mapping;
  private final FileColumns columns;
  private final NoteCounter notes;
  private final MemoryBudget budget;
  private final JsonMapper json;
  private final Events events;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final Map<String, Rejected> rejected = new LinkedHashMap<>();
  private final Map<String, Made> made = new LinkedHashMap<>();
  private long rowsRead;
  private long unmatched;

  /** Takes the events that are made of rows. */
  @FunctionalInterface
  public interface Events {

    /**
     * Takes the next event.
     *
     * @param event the text of a CloudEvent
     * @param line the line of its row; of several, of the first in the file
     */
    void take(byte[] event, long line);
  }

  /**
   * Begins with the header of the file.
   *
   * @param memory bytes the groups may need
   * @param events takes each event
   * @throws ImportFailedException if the header lacks a column of the mapping
   */
  public MappingRun(
      ImportMapping mapping, List<String> header, long memory, JsonMapper json, Events events) {
    this.mapping = mapping;
    this.columns = new FileColumns(mapping.columns(), header);
    this.budget = new MemoryBudget(memory);
    this.notes = new NoteCounter(mapping.notes(), budget);
    this.json = json;
    this.events = events;
    mapping.rules().forEach(rule -> rows.put(rule.count(), 0L));
    mapping.events().forEach(plan -> made.put(plan.name(), new Made(plan.type())));
  }

  /**
   * Takes the next row.
   *
   * @param line its line in the file, for the report
   * @return why it is rejected; empty where it is used
   */
  public Optional<String> row(long line, List<String> fields) {
    rowsRead++;
    try {
      Row row = columns.cast(fields);
      Optional<Rule> rule = mapping.rules().stream().filter(r -> r.when().holds(row)).findFirst();
      List<Contribution> contributions =
          rule.stream()
              .flatMap(found -> found.emit().stream())
              .map(plan -> Contribution.of(row, plan))
              .toList();
      notes.see(row);
      rule.ifPresentOrElse(found -> rows.merge(found.count(), 1L, Long::sum), () -> unmatched++);
      contributions.forEach(contribution -> add(line, contribution));
      return Optional.empty();
    } catch (RowFlaw flaw) {
      count(flaw.code(), line);
      return Optional.of(flaw.code());
    }
  }

  /** The customers of the events that a row may be part of, as far as they can be read. */
  public Set<String> customers(List<String> fields) {
    return columns.texts(
        fields, mapping.events().stream().map(EventPlan::customer).collect(Collectors.toSet()));
  }

  /** Counts a row that could not even be read as one. */
  public void unreadable(long line, String code) {
    rowsRead++;
    count(code, line);
  }

  private void count(String code, long line) {
    rejected.computeIfAbsent(code, _ -> new Rejected()).at(line);
  }

  /** How many groups wait for the end of the file. */
  public int groups() {
    return groups.size();
  }

  /** Hands on the events of all groups. */
  public void finish() {
    groups.values().forEach(this::emit);
    groups.clear();
  }

  private void add(long line, Contribution row) {
    made(row.plan()).rows++;
    if (row.plan().grouped()) {
      Group group = groups.get(row.id());
      if (group == null) {
        group = new Group(line, row.plan(), row.id(), row.customer());
        budget.claim(GROUP_BYTES + Character.BYTES * (row.id().length() + row.customer().length()));
        groups.put(row.id(), group);
      }
      budget.claim(group.add(row, json));
    } else {
      Group alone = new Group(line, row.plan(), row.id(), row.customer());
      alone.add(row, json);
      emit(alone);
    }
  }

  private void emit(Group group) {
    Made counts = made(group.plan());
    counts.events++;
    counts.severalTimes += group.hasSeveralTimes() ? 1 : 0;
    counts.rowsNotListed += group.rowsOmitted();
    String time = group.time().toString();
    Instant known = group.known();
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("id", group.id());
    event.put("source", mapping.source());
    event.put("type", group.plan().type());
    event.put("subject", group.customer());
    event.put("time", time);
    if (known != null) {
      event.put("knowntime", known.isBefore(group.time()) ? time : known.toString());
    } else if (mapping.knownAsHappened()) {
      event.put("knowntime", time);
    }
    event.set("data", group.data(json));
    events.take(json.writeValueAsBytes(event), group.line());
  }

  private Made made(EventPlan plan) {
    return Objects.requireNonNull(made.get(plan.name()));
  }

  /** The counts so far. */
  public MappingCounts counts() {
    Map<String, EventCounts> byEvent = new LinkedHashMap<>();
    made.forEach((name, counts) -> byEvent.put(name, counts.counts()));
    List<RowRejection> rejections = new ArrayList<>();
    rejected.forEach(
        (code, of) -> rejections.add(new RowRejection(code, of.count, List.copyOf(of.lines))));
    return new MappingCounts(
        rowsRead, new LinkedHashMap<>(rows), unmatched, rejections, notes.counts(), byEvent);
  }

  private static final class Rejected {

    private final List<Long> lines = new ArrayList<>();
    private long count;

    void at(long line) {
      count++;
      if (lines.size() < SAMPLES) {
        lines.add(line);
      }
    }
  }

  private static final class Made {

    private final String type;
    private long rows;
    private long events;
    private long severalTimes;
    private long rowsNotListed;

    Made(String type) {
      this.type = type;
    }

    EventCounts counts() {
      return new EventCounts(type, rows, events, severalTimes, rowsNotListed);
    }
  }
}
