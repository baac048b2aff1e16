package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SimulateShopTests {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;

  @Test
  void writesEventsUntilTheStartOfToday() throws IOException {
    Path events = folder.resolve("events.ndjson");

    assertThat(run("--customers", "20", "--ndjson", events.toString())).isZero();

    List<String> lines = Files.readAllLines(events);
    assertThat(lines).hasSizeGreaterThan(500);
    assertThat(knownTime(lines.getLast())).isBefore(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(knownTime(lines.getLast())).isAfter(Instant.parse("2026-11-19T00:00:00Z"));
  }

  @Test
  void splitsAShopByWhatIsKnownWhen() throws IOException {
    Path whole = folder.resolve("whole");
    Path past = folder.resolve("past");
    Path rest = folder.resolve("rest");
    run("--customers", "20", "--ndjson", whole.toString());
    run("--customers", "20", "--ndjson", past.toString(), "--known-until", "2026-08-01");
    run("--customers", "20", "--ndjson", rest.toString(), "--known-from", "2026-08-01");

    assertThat(Files.readString(past) + Files.readString(rest)).isEqualTo(Files.readString(whole));
  }

  @Test
  void writesTheTruthOfEveryCutoff() throws IOException {
    Path truth = folder.resolve("truth.csv");

    assertThat(run("--customers", "20", "--truth", truth.toString(), "--every", "30")).isZero();

    assertThat(Files.readAllLines(truth))
        .startsWith("customer_id,day,eligible,probability,churned")
        .hasSizeGreaterThan(100)
        .last()
        .asString()
        .matches("[a-z]{4}-\\d{5},2026-11-21,(true|false),[0-9.E-]+,[01]");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() {
    assertThat(run("--customers", "20")).isNotZero();
    assertThat(errors.toString()).contains("--ndjson, --ingest or --truth");
    assertThat(run("--ndjson", "-", "--drift", "flood@2026-01-01")).isNotZero();
    assertThat(errors.toString()).contains("unknown drift 'flood'");
    assertThat(run("--truth", folder.resolve("never").toString(), "--every", "0")).isNotZero();
    assertThat(errors.toString()).contains("every: at least 1 day");
    assertThat(run("--ingest", "http://localhost:1")).isNotZero();
    assertThat(errors.toString()).contains("--key-file");
    String missing = folder.resolve("missing.key").toString();
    assertThat(run("--ingest", "http://localhost:1", "--key-file", missing)).isNotZero();
    assertThat(errors.toString()).contains("no readable file " + missing);
  }

  @Test
  void saysThatAFileCannotBeOpened(@TempDir Path folder) {
    String nowhere = folder.resolve("nowhere/shop.ndjson").toString();

    assertThat(run("--customers", "1", "--ndjson", nowhere)).isEqualTo(1);

    assertThat(errors.toString()).contains("cannot open " + nowhere);
  }

  private int run(String... arguments) {
    return SimulateShop.commandLine(NOON, new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  private static Instant knownTime(String line) {
    return Instant.parse(JsonMapper.shared().readTree(line).get("knowntime").asString());
  }
}
