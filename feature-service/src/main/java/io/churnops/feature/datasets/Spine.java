package io.churnops.feature.datasets;

import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.CsvRow;
import io.churnops.features.engine.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows that a caller wants: customers, moments and perhaps labels, sorted, each once. */
final class Spine {

  /** As the log compares customers: by the bytes of their UTF-8. */
  static final Comparator<String> BY_BYTES =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  static final Comparator<Line> ORDER =
      Comparator.comparing(Line::customer, BY_BYTES).thenComparingLong(Line::timeMicros);

  private final List<Line> lines;

  /**
   * One row.
   *
   * @param outcome IMMATURE where the caller gives no label
   */
  record Line(String customer, long timeMicros, Outcome outcome) {}

  Spine(List<Line> lines) {
    this.lines = lines.stream().sorted(ORDER).toList();
  }

  List<Line> lines() {
    return lines;
  }

  /** The customers in it, each once. */
  Set<String> customers() {
    return lines.stream().map(Line::customer).collect(Collectors.toSet());
  }

  /** The lines of a range of customers. */
  List<Line> of(CustomerRange range) {
    int from = range.from() == null ? 0 : firstOf(range.from());
    int until = range.until() == null ? lines.size() : firstOf(range.until());
    return lines.subList(from, until);
  }

  private int firstOf(String customer) {
    int low = 0;
    int high = lines.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (BY_BYTES.compare(lines.get(middle).customer(), customer) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The lines as CSV, sorted: what is kept, and what the id is made of. */
  byte[] toCsv() {
    CsvRow csv = new CsvRow();
    List.of("customer_id", "time", "label").forEach(csv::plain);
    csv.endLine();
    for (Line line : lines) {
      csv.begin(line.customer(), line.timeMicros());
      csv.outcome(line.outcome());
      csv.endLine();
    }
    return Arrays.copyOf(csv.bytes(), csv.size());
  }

  SpineSummary summary() {
    String digest = HexFormat.of().formatHex(RowsFile.sha256().digest(toCsv()));
    return new SpineSummary(
        digest.substring(0, 32),
        lines.size(),
        lines.stream().map(Line::customer).distinct().count(),
        moments().size(),
        lines.stream().filter(line -> line.outcome() != Outcome.IMMATURE).count(),
        lines.stream().filter(line -> line.outcome() == Outcome.CHURNED).count(),
        EventTime.toInstant(moments().getFirst()),
        EventTime.toInstant(moments().getLast()));
  }

  /** Lines with a 0 whose horizon has not passed. */
  long tooYoung(Duration horizon, Instant now) {
    return lines.stream()
        .filter(line -> line.outcome() == Outcome.STAYED)
        .filter(line -> EventTime.toInstant(line.timeMicros()).plus(horizon).isAfter(now))
        .count();
  }

  /** The different times, ascending. */
  List<Long> moments() {
    return new ArrayList<>(lines.stream().map(Line::timeMicros).distinct().sorted().toList());
  }
}
