package io.churnops.feature.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.Outcome;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads spines and notes everything that is wrong with them. Used once. */
final class SpineReader {

  static final int MOST_LINES = 1_000_000;
  private static final int LONGEST_ID = 1024;

  private static final Map<String, Outcome> LABELS =
      Map.of(
          "1", Outcome.CHURNED,
          "true", Outcome.CHURNED,
          "0", Outcome.STAYED,
          "false", Outcome.STAYED,
          "", Outcome.IMMATURE);

  private final Instant now;
  private final List<BadLine> bad = new ArrayList<>();
  private final List<Spine.Line> lines = new ArrayList<>();
  private final Map<Spine.Line, Long> seen = new HashMap<>();
  private long badLines;

  /** A line that cannot be used. */
  record BadLine(long line, String problem) {}

  SpineReader(Instant now) {
    this.now = now;
  }

  /**
   * The spine in a CSV with a header.
   *
   * @throws InvalidSpineException naming the bad lines
   */
  Spine read(Reader csv) throws IOException {
    try (CsvReader<CsvLine> records = CsvLine.lenient().build(new CsvLine.Handler(), csv)) {
      Iterator<CsvLine> each = records.iterator();
      Header header = header(each);
      while (each.hasNext()) {
        line(header, each.next());
      }
    } catch (CsvParseException e) {
      note(0, "is no CSV from here on: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (badLines == 0 && lines.isEmpty()) {
      note(1, "has no line after it");
    }
    if (badLines > 0) {
      throw new InvalidSpineException(badLines, bad);
    }
    return new Spine(lines);
  }

  private record Header(int customer, int time, int label, int fields) {}

  private Header header(Iterator<CsvLine> records) {
    if (!records.hasNext()) {
      note(1, "is missing: a spine begins with customer_id,time,label");
      throw new InvalidSpineException(badLines, bad);
    }
    CsvLine line = records.next();
    List<String> names =
        IntStream.range(0, line.fields().size())
            .mapToObj(i -> line.stripped(i).replace("\uFEFF", "").toLowerCase(Locale.ROOT))
            .toList();
    int customer = index(names, Set.of("customer_id", "customer", "customerid"));
    int time = index(names, Set.of("time", "cutoff", "timestamp"));
    int label = index(names, Set.of("label"));
    if (customer < 0 || time < 0 || names.size() != (label < 0 ? 2 : 3)) {
      note(1, "must be customer_id,time or customer_id,time,label, in any order, not " + names);
      throw new InvalidSpineException(badLines, bad);
    }
    return new Header(customer, time, label, names.size());
  }

  private static int index(List<String> names, Set<String> wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (wanted.contains(names.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private void line(Header header, CsvLine line) {
    long number = line.number();
    if (line.fields().size() != header.fields()) {
      note(number, "has %d fields, not %d".formatted(line.fields().size(), header.fields()));
      return;
    }
    String customer = line.stripped(header.customer());
    Optional<Instant> time = time(line.stripped(header.time()));
    String text = header.label() < 0 ? "" : line.stripped(header.label()).toLowerCase(Locale.ROOT);
    Outcome outcome = LABELS.get(text);
    String problem = problem(customer, time, outcome);
    if (problem != null) {
      note(number, problem);
    } else if (outcome != null && time.isPresent()) {
      add(number, customer, EventTime.toMicros(time.get()), outcome);
    }
  }

  private @Nullable String problem(
      String customer, Optional<Instant> time, @Nullable Outcome outcome) {
    if (customer.isEmpty()) {
      return "names no customer";
    }
    if (customer.length() > LONGEST_ID || customer.chars().anyMatch(Character::isISOControl)) {
      return "names a customer of more than 1024 characters or with control characters";
    }
    if (time.isEmpty()) {
      return "has no time like 2026-01-31T00:00:00Z or 2026-01-31";
    }
    if (time.get().isAfter(now)) {
      return "lies in the future";
    }
    if (time.get().isBefore(EventTime.EARLIEST)) {
      return "lies before the year 1";
    }
    return outcome == null ? "has a label that is not 1, 0, true, false or empty" : null;
  }

  private void add(long number, String customer, long time, Outcome outcome) {
    if (lines.size() == MOST_LINES) {
      note(number, "is one too many: a spine has at most " + MOST_LINES + " lines");
      throw new InvalidSpineException(badLines, bad);
    }
    Long first = seen.putIfAbsent(new Spine.Line(customer, time, Outcome.IMMATURE), number);
    if (first != null) {
      note(number, "has the customer and time of line " + first);
    } else {
      lines.add(new Spine.Line(customer, time, outcome));
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void note(long line, String problem) {
    badLines++;
    if (bad.size() < InvalidSpineException.MOST_LISTED) {
      bad.add(new BadLine(line, problem));
    }
  }
}
