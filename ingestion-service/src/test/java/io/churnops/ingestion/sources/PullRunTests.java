package io.churnops.ingestion.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.intake.ItemVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs over a table that changes, cut off at any point; in front of a log that keeps each id once.
 */
class PullRunTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final PullSource SOURCE =
      SourceCompiler.compile(Declarations.jdbc("test", "jdbc:postgresql://localhost/x"));
  private final Map<String, Integer> log = new TreeMap<>();
  private final Map<UUID, Long> seen = new HashMap<>();
  private final List<PulledRow> table = new ArrayList<>();
  private @Nullable Long position;
  private RunCounts counts = RunCounts.NONE;
  private int untilCut = Integer.MAX_VALUE;

  /** As if the process were killed. */
  private static final class KilledError extends Error {}

  @RepeatedTest(100)
  void losesNothingAndRepeatsNothingThatCountsWhereverItIsCutOff(RepetitionInfo repetition) {
    long seed = Long.getLong("churnops.seed", 4_711L) + repetition.getCurrentRepetition();
    System.out.println("PullRunTests churnops.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    long latest = Cursor.micros(NOW) - 86_400_000_000L;
    for (int round = 0; round < 20; round++) {
      int added = random.nextInt(6);
      for (int i = 0; i < added; i++) {
        // Ties, and rows that are committed up to an hour late: within the overlap.
        long late = random.nextInt(3) == 0 ? random.nextLong(3_600_000_000L) : 0;
        latest += random.nextInt(2) * random.nextLong(600_000_000L);
        add(table.size(), latest - late);
      }
      untilCut = random.nextInt(4) == 0 ? 1 + random.nextInt(12) : Integer.MAX_VALUE;
      pull();
    }
    untilCut = Integer.MAX_VALUE;
    pull();
    assertThat(log.keySet()).containsExactlyInAnyOrderElementsOf(ids());

    Map<String, Integer> before = new TreeMap<>(log);
    pull();
    assertThat(log).as("nothing new, nothing sent").isEqualTo(before);
    assertThat(counts.rowsRead()).isEqualTo(counts.rowsSeenBefore());
  }

  @Test
  void sendsARowAgainWhoseContentChangedAtTheSameTime() {
    add(1, 5);
    pull();
    table.set(0, row("c1", "FR", 5));
    pull();
    assertThat(log).as("the same id, which the store keeps once").hasSize(1).containsValue(2);
  }

  @Test
  void doesNotFollowATimeFromTheFuture() {
    add(1, Cursor.micros(NOW) + 86_400_000_000L);
    pull();
    assertThat(position).isEqualTo(Cursor.micros(NOW));
    add(2, Cursor.micros(NOW) + 1);
    pull();
    assertThat(log.values()).containsExactly(1, 1);
  }

  @Test
  void tellsOfARowWithoutACursorOnce() {
    table.add(new PulledRow(null, List.of("c1", "DE", ""), "cursor_absent"));
    pull();
    assertThat(counts.rowsQuarantined()).isEqualTo(1);
    pull();
    assertThat(counts.rowsQuarantined()).isZero();
    assertThat(counts.rowsSeenBefore()).isEqualTo(1);
  }

  @Test
  void countsEachRowOnce() {
    add(1, 5);
    table.add(new PulledRow(6L, List.of("c2", "DE", "noon"), null));
    table.add(new PulledRow(7L, List.of("", "DE", "2026-01-01T00:00:00Z"), null));
    pull();
    assertThat(counts).isEqualTo(new RunCounts(3, 0, 0, 2, 1, 0, 0, 0));
    assertThat(log).containsOnlyKeys(ids().getFirst(), "unmappable_row:c2", "unmappable_row:null");
  }

  private void add(int number, long at) {
    table.add(row("c" + number, "DE", at));
  }

  private static PulledRow row(String id, String country, long at) {
    return new PulledRow(at, List.of(id, country, Cursor.instant(at).toString()), null);
  }

  /** Of the rows that can be mapped. */
  private List<String> ids() {
    return table.stream()
        .map(row -> row.fields())
        .filter(row -> row.get(0).startsWith("c") && row.get(2).endsWith("Z"))
        .map(row -> "profile:" + row.get(0) + ":" + row.get(2).replace(":", "%3A"))
        .toList();
  }

  /** One run, ended or cut off. */
  private void pull() {
    PullRun run =
        new PullRun(
            SOURCE, position, NOW, new SeenRows(1, 1_000, seen), this::publish, this::commit, JSON);
    long from = run.from();
    List<PulledRow> rows =
        table.stream()
            .filter(row -> row.position() == null || row.position() >= from)
            .sorted(
                Comparator.comparing(
                    row -> row.position() == null ? Long.MAX_VALUE : row.position()))
            .toList();
    try {
      for (int i = 0; i < rows.size(); i++) {
        run.row(rows.get(i));
        if (i % 2 == 1) {
          run.end(true);
        }
      }
      run.end(true);
    } catch (KilledError killed) {
      // The next run begins with what was committed.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<ItemVerdict> publish(List<PullRun.Piece> piece) {
    cut();
    List<ItemVerdict> verdicts = new ArrayList<>();
    for (PullRun.Piece part : piece) {
      String id;
      ItemVerdict.Status status;
      switch (part) {
        case PullRun.Piece.Event(byte[] text) -> {
          JsonNode event = JSON.readTree(new String(text, StandardCharsets.UTF_8));
          assertThat(event.get("knowntime").stringValue())
              .isEqualTo(event.get("time").stringValue());
          id = event.get("id").stringValue();
          status = ItemVerdict.Status.ACCEPTED;
        }
        case PullRun.Piece.Unmappable(var row) -> {
          id = row.flaw().code() + ":" + row.subject();
          status = ItemVerdict.Status.QUARANTINED;
        }
      }
      log.merge(id, 1, Integer::sum);
      verdicts.add(new ItemVerdict(0, id, status, null, null, null, null));
      cut();
    }
    return verdicts;
  }

  private void commit(@Nullable Long to, Map<UUID, Long> taken, long floor, RunCounts runCounts) {
    cut();
    assertThat(position == null || to != null && to >= position).isTrue();
    position = to;
    seen.values().removeIf(at -> at < floor);
    seen.putAll(taken);
    counts = runCounts;
    cut();
  }

  private void cut() {
    if (--untilCut == 0) {
      throw new KilledError();
    }
  }
}
