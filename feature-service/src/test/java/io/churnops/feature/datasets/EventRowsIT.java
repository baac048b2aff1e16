package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.FeatureSettings;
import io.churnops.feature.Shop;
import io.churnops.feature.Store;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Labels;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.state.SourceLag;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Rows are the same to the byte, however many threads fold however few customers at a time. */
@FeatureServiceTest
class EventRowsIT {

  private static final String VIEW = "rows_view";

  private final Store store;
  private final FeatureViews views;
  private final Labels labels;
  private final EventLog log;
  private final Identities identities;
  private final SourceLag sourceLag;
  private final ReuseRows reuse;
  private final FeatureSettings features;
  private final ErasureLedger ledger;
  private final InstantSource clock;
  private final JsonMapper json;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final Shop shop = new Shop(11, 120, now);
  private final List<CustomerEvent> events = shop.events(4_000);
  private final Path folder;

  EventRowsIT(
      @Autowired Store store,
      @Autowired FeatureViews views,
      @Autowired Labels labels,
      @Autowired EventLog log,
      @Autowired Identities identities,
      @Autowired SourceLag sourceLag,
      @Autowired ReuseRows reuse,
      @Autowired FeatureSettings features,
      @Autowired ErasureLedger ledger,
      @Autowired InstantSource clock,
      @Autowired JsonMapper json,
      @TempDir Path folder) {
    this.store = store;
    this.views = views;
    this.labels = labels;
    this.log = log;
    this.identities = identities;
    this.sourceLag = sourceLag;
    this.reuse = reuse;
    this.features = features;
    this.ledger = ledger;
    this.clock = clock;
    this.json = json;
    this.folder = folder;
  }

  private EventRows rows(int threads, int eventsPerRange) {
    DatasetSettings settings =
        new DatasetSettings(
            threads,
            eventsPerRange,
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1),
            Duration.ofDays(7));
    return new EventRows(
        views,
        labels,
        log,
        identities,
        sourceLag,
        reuse,
        new Spines(features, settings, ledger, clock),
        settings,
        clock,
        json);
  }

  private BuiltRows write(DatasetSpec spec, int threads, int eventsPerRange) throws IOException {
    return rows(threads, eventsPerRange)
        .write(spec, Files.createDirectories(folder.resolve(threads + "-" + eventsPerRange)));
  }

  private RowsReader reader(BuiltRows rows, int threads, int eventsPerRange) {
    return RowsReader.of(
        folder.resolve(threads + "-" + eventsPerRange).resolve(DatasetFolder.ROWS),
        rows.labels().size(),
        rows.columns());
  }

  @Test
  void givesTheSameBytesWithAnyNumberOfThreadsAndRanges() throws IOException {
    DatasetSpec spec = afterEvents(List.of(month("rows_30d", 30), month("rows_10d", 10)));

    BuiltRows alone = write(spec, 1, 1_000_000);

    assertThat(alone.rows()).isPositive();
    for (int threads : new int[] {1, 2, 4}) {
      for (int eventsPerRange : new int[] {100, 1_000}) {
        BuiltRows together = write(spec, threads, eventsPerRange);
        assertThat(together.sha256())
            .as("%d threads, %d events each", threads, eventsPerRange)
            .isEqualTo(alone.sha256());
        try (Stream<Path> left = Files.list(folder.resolve(threads + "-" + eventsPerRange))) {
          assertThat(left).as("no part is left").hasSize(1);
        }
      }
    }
  }

  @Test
  void givesEachLabelWhatItWouldSayAlone() throws IOException {
    String month = month("rows_30d", 30);
    String decade = month("rows_10d", 10);
    DatasetSpec both = afterEvents(List.of(month, decade));

    BuiltRows together = write(both, 2, 500);

    List<Map<String, Boolean>> alone = new ArrayList<>();
    for (String label : List.of(month, decade)) {
      DatasetSpec one =
          new DatasetSpec(
              both.viewFingerprint(),
              List.of(label),
              both.cutoffs(),
              both.knownTime(),
              null,
              true,
              null);
      alone.add(labels(reader(write(one, 1, 7_000 + alone.size()), 1, 7_000 + alone.size()), 0));
    }
    assertThat(labels(reader(together, 2, 500), 0)).isEqualTo(alone.getFirst());
    assertThat(labels(reader(together, 2, 500), 1)).isEqualTo(alone.getLast());
    assertThat(alone.getFirst()).isNotEqualTo(alone.getLast());
    assertThat(together.labels())
        .extracting(DatasetManifest.Label::horizon)
        .containsExactly("30d", "10d");
  }

  private static Map<String, Boolean> labels(RowsReader reader, int label) throws IOException {
    Map<String, Boolean> labels = new HashMap<>();
    reader.forEach(row -> {
      Boolean churned = row.label(label);
      if (churned != null) {
        labels.put(row.customer() + " " + row.cutoff(), churned);
      }
    });
    return labels;
  }

  @Test
  void makesExactlyTheRowsOfASpine() throws IOException {
    DatasetSpec built = afterEvents(List.of(month("rows_30d", 30)));
    CompiledView view = views.find(VIEW);
    StringBuilder csv = new StringBuilder("customer_id,time,label\n");
    Set<String> wanted = new HashSet<>();
    List<Instant> times = List.of(now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(60)));
    for (String customer : shop.customers().subList(0, 50)) {
      for (Instant time : times) {
        csv.append('"').append(customer.replace("\"", "\"\"")).append("\",").append(time);
        csv.append(wanted.size() % 3 == 0 ? ",1\n" : wanted.size() % 3 == 1 ? ",0\n" : ",\n");
        wanted.add(customer + " " + time);
      }
    }
    csv.append("never seen,").append(times.getFirst()).append(",1\n");
    DatasetSettings settings =
        new DatasetSettings(
            1, 100, DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Duration.ofDays(7));
    String spine = new Spines(features, settings, ledger, clock).keep(csv.toString()).spineId();
    DatasetSpec spec =
        new DatasetSpec(
            built.viewFingerprint(),
            List.of(),
            List.of(),
            KnownTimeMode.AS_KNOWN,
            new DatasetSpec.SpineUse(spine, "30d"),
            null,
            null);

    BuiltRows rows = write(spec, 2, 150);

    assertThat(write(spec, 4, 900).sha256()).isEqualTo(rows.sha256());
    Map<Instant, Map<String, FeatureVector>> truth = new HashMap<>();
    times.forEach(time -> truth.put(time, Shop.truth(view, events, time)));
    Set<String> seen = new HashSet<>();
    reader(rows, 2, 150)
        .forEach(row -> {
          seen.add(row.customer() + " " + row.cutoff());
          FeatureVector expected =
              truth
                  .getOrDefault(Instant.parse(row.cutoff()), Map.of())
                  .getOrDefault(
                      row.customer(),
                      view.evaluate(view.emptyState(), micros(Instant.parse(row.cutoff()))));
          List<@Nullable Object> values = new ArrayList<>();
          for (int i = 0; i < expected.size(); i++) {
            values.add(row.value(i));
          }
          assertThat(FeatureVector.of(view.columns(), values)).isEqualTo(expected);
        });
    wanted.add("never seen " + times.getFirst());
    assertThat(seen).isEqualTo(wanted);
    assertThat(rows.outcomes().getFirst().labelled()).isEqualTo(67 + 1);
  }

  private DatasetSpec afterEvents(List<String> labelFingerprints) {
    store.sendEvents(events);
    store.awaitFolded();
    store.postYaml("/v1/feature-views", Shop.VIEW.formatted(VIEW));
    return new DatasetSpec(
        views.find(VIEW).definition().fingerprint(),
        labelFingerprints,
        List.of(
            now.minus(Duration.ofDays(120)),
            now.minus(Duration.ofDays(60)),
            now.minus(Duration.ofDays(20))),
        KnownTimeMode.AS_KNOWN,
        null,
        null,
        null);
  }

  /** A label of its own eligibility, so that some rows are asked of by one label alone. */
  private String month(String name, int days) {
    store.postYaml(
        "/v1/labels",
        """
        label: %s
        entity: customer
        churned: {no: order.placed, within: %dd}
        eligible: {at_least: 2, event: order.placed, within: %dd}
        """
            .formatted(name, days, 2 * days));
    return labels.find(name).fingerprint();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
