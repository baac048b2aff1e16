package io.churnops.ingestion.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MappingRunTests {

  private static final JsonMapper json = new JsonMapper();
  private static final List<String> HEADER = List.of("id", "customer", "at", "price", "pieces");

  private final List<JsonNode> events = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();
  private long line = 1;

  @Test
  void groupsRowsWhereverTheyLie() {
    run(
        ImportMappingTests.SMALL,
        row("1", "A", "2026-01-10 10:00", "1.00", "2"),
        row("2", "A", "2026-01-10 11:00", "5.00", "1"),
        row("1", "A", "2026-01-10 10:00", "0.50", "3"));
    assertThat(events).hasSize(2);
    assertThat(events.get(0).at("/data/amountMinor").longValue()).isEqualTo(350);
    assertThat(events.get(1).at("/data/amountMinor").longValue()).isEqualTo(500);
    assertThat(lines).as("of the first row of each").containsExactly(2L, 3L);
  }

  @Test
  void takesTheEarliestTimeOfAGroup() {
    MappingCounts counts =
        run(
            ImportMappingTests.SMALL,
            row("1", "A", "2026-01-10 10:05", "1.00", "1"),
            row("1", "A", "2026-01-10 10:04", "1.00", "1"));
    assertThat(events.getFirst().get("time").stringValue()).isEqualTo("2026-01-10T10:04:00Z");
    assertThat(events.getFirst().get("knowntime").stringValue()).isEqualTo("2026-01-10T10:04:00Z");
    assertThat(counts.events().values())
        .containsExactly(new MappingCounts.EventCounts("order.placed", 2, 1, 1, 0));
  }

  @Test
  void givesTheSameIdsWheneverItIsRun() {
    run(ImportMappingTests.SMALL, row("a:b", "c%", "2026-01-10 10:05", "1.00", "1"));
    run(ImportMappingTests.SMALL, row("a:b", "c%", "2026-01-10 10:05", "1.00", "1"));
    run(ImportMappingTests.SMALL, row("a", "b:c%", "2026-01-10 10:05", "1.00", "1"));
    assertThat(events.stream().map(event -> event.get("id").stringValue()))
        .containsExactly("order:a%3Ab:c%25", "order:a%3Ab:c%25", "order:a:b%3Ac%25");
  }

  @Test
  void roundsMoneyOncePerRowHalfUp() {
    run(
        ImportMappingTests.SMALL,
        row("1", "A", "2026-01-10 10:05", "0.005", "1"),
        row("2", "A", "2026-01-10 10:05", "0.004", "1"),
        row("3", "A", "2026-01-10 10:05", "0.004", "2"),
        row("4", "A", "2026-01-10 10:05", "0.1", "3"));
    assertThat(events.stream().map(event -> event.at("/data/amountMinor").longValue()))
        .containsExactly(1L, 0L, 1L, 30L);
  }

  @Test
  void readsWallClockTimesOfTheZone() {
    run(
        ImportMappingTests.SMALL,
        row("winter", "A", "2026-01-10 12:00", "1", "1"),
        row("summer", "A", "2026-07-10 12:00", "1", "1"),
        row("passed twice", "A", "2026-10-25 01:30", "1", "1"));
    assertThat(events.stream().map(event -> event.get("time").stringValue()))
        .containsExactly("2026-01-10T12:00:00Z", "2026-07-10T11:00:00Z", "2026-10-25T00:30:00Z");
  }

  @Test
  void rejectsTimesThatTheClocksSkip() {
    assertThat(rejection(row("1", "A", "2026-03-29 01:30", "1", "1")))
        .isEqualTo("no_such_time_at_clock_change:at");
    assertThat(rejection(row("1", "A", "2026-03-29 02:00", "1", "1"))).isEmpty();
    assertThat(rejection(row("1", "A", "2026-03-29 00:59", "1", "1"))).isEmpty();
  }

  @Test
  void rejectsRowsItCannotUseAndTellsWhere() {
    assertThat(rejection(List.of("1", "A"))).isEqualTo("wrong_number_of_fields");
    assertThat(rejection(row("1", "A", "2026-02-30 10:00", "1", "1"))).isEqualTo("not_a_time:at");
    assertThat(rejection(row("1", "A", "today", "1", "1"))).isEqualTo("not_a_time:at");
    assertThat(rejection(row("1", "A", "2026-01-10 10:00", "1e5", "1")))
        .isEqualTo("not_a_decimal:price");
    assertThat(rejection(row("1", "A", "2026-01-10 10:00", "1,50", "1")))
        .isEqualTo("not_a_decimal:price");
    assertThat(rejection(row("1", "A", "2026-01-10 10:00", "1", "1.5")))
        .isEqualTo("not_an_integer:pieces");
    assertThat(rejection(row("1", "A", "2026-01-10 10:00", "1", "9".repeat(19))))
        .isEqualTo("not_an_integer:pieces");
    assertThat(rejection(row("1", "A", "2026-01-10 10:00", "9".repeat(19), "999")))
        .isEqualTo("amount_too_large:price");
    assertThat(rejection(row("", "A", "2026-01-10 10:00", "1", "1"))).isEqualTo("key_absent:id");
    assertThat(rejection(row("1", "A", "", "1", "1"))).isEqualTo("absent:at");
  }

  @Test
  void countsEveryRowOnce() {
    MappingCounts counts =
        run(
            ImportMappingTests.SMALL,
            row("1", "A", "2026-01-10 10:00", "0", "1"),
            row("1", "A", "2026-01-10 10:00", "1", "-1"),
            row("1", "A", "noon", "0", "1"));
    assertThat(counts.rowsRead()).isEqualTo(3);
    assertThat(counts.rows()).containsExactly(entry("sold", 1L));
    assertThat(counts.unmatched()).isEqualTo(1);
    assertThat(counts.rejected())
        .containsExactly(new MappingCounts.RowRejection("not_a_time:at", 1, List.of(4L)));
    assertThat(counts.notes()).containsExactly(entry("free", 1L));
  }

  @Test
  void makesAnEventOfEachRowWithoutGroups() {
    String mapping =
        """
        import: tickets
        source: /imports/tickets
        columns: {no: {as: text}, who: {as: text}, at: {as: time, format: "dd.MM.yyyy", zone: Europe/Berlin}, stars: {as: integer}}
        notes:
          - {count: seen_twice, repeated_row: true}
          - {count: several_customers, several: who, per: no}
        rows:
          - {count: closed, emit: [resolved]}
        events:
          resolved:
            type: ticket.resolved
            customer: who
            time: at
            id: [no]
            data: {ticketId: {column: no}, satisfaction: {column: stars}}
        """;
    MappingRun run =
        new MappingRun(
            ImportMapping.parse(mapping),
            List.of("\uFEFFstars", "extra", "at", " who ", "no"),
            1 << 20,
            json,
            (text, _) -> events.add(json.readTree(text)));
    run.row(2, List.of("5", "x", "01.02.2026", "A", "t1"));
    assertThat(events).hasSize(1);
    run.row(3, List.of("", "x", "01.02.2026", "B", "t1"));
    run.row(4, List.of("", "x", "01.02.2026", "B", "t1"));
    run.finish();
    assertThat(events.get(0).toString())
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"resolved:t1\",\"source\":\"/imports/tickets\","
                + "\"type\":\"ticket.resolved\",\"subject\":\"A\",\"time\":\"2026-01-31T23:00:00Z\","
                + "\"knowntime\":\"2026-01-31T23:00:00Z\","
                + "\"data\":{\"ticketId\":\"t1\",\"satisfaction\":5}}");
    assertThat(events.get(1).at("/data").toString()).isEqualTo("{\"ticketId\":\"t1\"}");
    assertThat(run.counts().notes())
        .containsExactly(entry("seen_twice", 1L), entry("several_customers", 1L));
  }

  @Test
  void needsTheColumnsOfTheMapping() {
    ImportMapping mapping = ImportMapping.parse(ImportMappingTests.SMALL);
    assertThatThrownBy(
            () -> new MappingRun(mapping, List.of("id", "customer"), 1, json, (_, _) -> {}))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("no column at");
    assertThatThrownBy(() -> new MappingRun(mapping, List.of("id", "id"), 1, json, (_, _) -> {}))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void failsRatherThanHoldingMoreThanItMay() {
    MappingRun run =
        new MappingRun(
            ImportMapping.parse(ImportMappingTests.SMALL), HEADER, 5_000, json, (_, _) -> {});
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                run.row(i, row(Integer.toString(i), "A", "2026-01-10 10:00", "1", "1"));
              }
            })
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("grouping-memory");
  }

  @Test
  void countsWhatTextsHoldAgainstItsMemory() {
    String mapping =
        ImportMappingTests.SMALL
            .replace("notes:", "notes:\n  - {count: mixed, several: id, per: customer}")
            .replace("orderId: {column: id}", "orderId: {column: id}\n      note: {column: id}");
    MappingRun run =
        new MappingRun(ImportMapping.parse(mapping), HEADER, 1 << 20, json, (_, _) -> {});
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                String text = i + "x".repeat(100_000);
                run.row(i, row(text, text, "2026-01-10 10:00", "1", "1"));
              }
            })
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("grouping-memory");
  }

  @Test
  void failsWhenASumIsBeyondItsRange() {
    MappingRun run =
        new MappingRun(
            ImportMapping.parse(ImportMappingTests.SMALL), HEADER, 1 << 20, json, (_, _) -> {});
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 12; i++) {
                run.row(i, row("1", "A", "2026-01-10 10:00", "9".repeat(16), "1"));
              }
            })
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("amountMinor");
  }

  private String rejection(List<String> row) {
    return run(ImportMappingTests.SMALL, row).rejected().stream()
        .map(MappingCounts.RowRejection::code)
        .findFirst()
        .orElse("");
  }

  @SafeVarargs
  private MappingCounts run(String mapping, List<String>... rows) {
    MappingRun run =
        new MappingRun(
            ImportMapping.parse(mapping),
            HEADER,
            1 << 20,
            json,
            (text, at) -> {
              events.add(json.readTree(text));
              lines.add(at);
            });
    line = 1;
    for (List<String> row : rows) {
      run.row(++line, row);
    }
    run.finish();
    return run.counts();
  }

  private static List<String> row(String... fields) {
    return List.of(fields);
  }
}
