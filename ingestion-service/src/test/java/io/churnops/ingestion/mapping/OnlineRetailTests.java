package io.churnops.ingestion.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.RawEvent;
import io.churnops.ingestion.mapping.MappingCounts.EventCounts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shipped mapping against the whole real file. The expected counts are those the data's own
 * notes state, or were computed from the file by an independent script.
 */
class OnlineRetailTests {

  private static final JsonMapper json = new JsonMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static final List<CustomerEvent> events = new ArrayList<>();
  private static MappingCounts counts;

  @BeforeAll
  static void mapTheFile() throws IOException {
    var path = SharedData.file("online-retail.csv.gz");
    EventReader reader = new EventReader();
    EventJudge judge = new EventJudge(new EventSchemas(), json);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path));
        CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(in)) {
      Iterator<CsvRecord> rows = csv.iterator();
      MappingRun run =
          new MappingRun(
              ImportMapping.parse(mapping()),
              rows.next().getFields(),
              64L << 20,
              json,
              (text, _) -> events.add(valid(judge.judge(reader.readLine(text), NOW, true))));
      while (rows.hasNext()) {
        CsvRecord row = rows.next();
        run.row(row.getStartingLineNumber(), row.getFields());
      }
      run.finish();
      counts = run.counts();
    }
  }

  private static CustomerEvent valid(Judgement judged) {
    if (judged instanceof Judgement.Valid right) {
      return right.event();
    }
    throw new AssertionError(judged);
  }

  private static String mapping() throws IOException {
    try (InputStream in =
        OnlineRetailTests.class.getResourceAsStream("/mappings/online-retail.yaml")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void seesEveryOddityOfTheFile() {
    assertThat(counts.rowsRead()).isEqualTo(541_909);
    assertThat(counts.rejected()).isEmpty();
    assertThat(counts.unmatched()).isZero();
    assertThat(counts.notes())
        .containsExactly(
            entry("rows_without_customer", 135_080L),
            entry("cancellation_rows", 9_288L),
            entry("negative_quantities", 10_624L),
            entry("zero_prices", 2_515L),
            entry("negative_prices", 2L),
            entry("prices_with_three_decimals", 4L),
            entry("rows_without_description", 1_454L),
            entry("non_ascii_descriptions", 32L),
            entry("unspecified_countries", 446L),
            entry("exact_duplicate_rows", 5_268L),
            entry("invoices_with_several_times", 43L));
  }

  @Test
  void treatsEveryRowExactlyOnce() {
    assertThat(counts.rows())
        .containsExactly(
            entry("bad_debt_adjustments", 3L),
            entry("cancellations_without_customer", 383L),
            entry("cancellations", 8_905L),
            entry("stock_adjustments", 1_336L),
            entry("sales_without_customer", 133_358L),
            entry("free_lines", 40L),
            entry("purchases", 397_884L));
    assertThat(counts.rows().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(counts.rowsRead());
  }

  @Test
  void makesOneOrderOfEachInvoice() {
    EventCounts orders = requireNonNull(counts.events().get("order"));
    assertThat(orders.type()).isEqualTo("order.placed");
    assertThat(orders.rows()).isEqualTo(397_884);
    assertThat(orders.events()).isEqualTo(18_532);
    assertThat(orders.severalTimes()).isEqualTo(30);
    assertThat(of("order.placed")).hasSize(18_532);
    assertThat(subjects("order.placed")).hasSize(4_338);
    assertThat(sum("order.placed", "lines")).isEqualTo(397_884);
    assertThat(sum("order.placed", "amountMinor")).isEqualTo(891_140_790L);
  }

  @Test
  void makesOneCancellationOfEachCreditNote() {
    assertThat(of("order.cancelled")).hasSize(3_654);
    assertThat(sum("order.cancelled", "lines")).isEqualTo(8_905);
    assertThat(sum("order.cancelled", "amountMinor")).isEqualTo(61_134_209L);
  }

  @Test
  void tellsTheCountryOfEachCustomer() {
    assertThat(of("customer.updated")).hasSize(4_346);
    assertThat(subjects("customer.updated")).isEqualTo(subjects("order.placed"));
  }

  @Test
  void keepsLargeOrdersWithinTheSizeOfAnEvent() {
    CustomerEvent largest = event("order:576339:14096");
    JsonNode data = json.readTree(largest.data());
    long listed = data.get("items").size();
    assertThat(largest.data().length).isLessThan(RawEvent.MAX_BYTES);
    assertThat(data.get("lines").longValue()).isEqualTo(542);
    assertThat(data.get("itemsOmitted").longValue()).isEqualTo(542 - listed).isPositive();
    long listedAmount =
        data.get("items")
            .valueStream()
            .mapToLong(item -> item.get("amountMinor").longValue())
            .sum();
    assertThat(listedAmount + data.get("itemsOmittedAmountMinor").longValue())
        .isEqualTo(data.get("amountMinor").longValue());
  }

  @Test
  void readsLondonTimesAndCustomerNumbers() {
    CustomerEvent winter = event("order:536365:17850");
    assertThat(winter.subject()).isEqualTo("17850");
    assertThat(winter.time()).isEqualTo("2010-12-01T08:26:00Z");
    assertThat(winter.knownTime()).isEqualTo(winter.time());
    assertThat(json.readTree(winter.data()).get("amountMinor").longValue()).isEqualTo(13_912);
    // Rung up at 10:13 on a summer's day in London.
    assertThat(event("order:561226:15618").time()).isEqualTo("2011-07-26T09:13:00Z");
  }

  private static List<CustomerEvent> of(String type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  private static Set<String> subjects(String type) {
    Set<String> subjects = new HashSet<>();
    of(type).forEach(event -> subjects.add(event.subject()));
    return subjects;
  }

  private static long sum(String type, String field) {
    return of(type).stream()
        .mapToLong(event -> json.readTree(event.data()).get(field).longValue())
        .sum();
  }

  private static CustomerEvent event(String id) {
    return events.stream().filter(event -> event.id().equals(id)).findFirst().orElseThrow();
  }
}
