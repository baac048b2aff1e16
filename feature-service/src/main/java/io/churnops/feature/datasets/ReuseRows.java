package io.churnops.feature.datasets;

import io.churnops.feature.FeatureSettings;
import io.churnops.feature.datasets.DatasetManifest.Basis;
import io.churnops.feature.datasets.DatasetManifest.Reuse;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogSnapshot;
import io.churnops.features.engine.LabelDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds an earlier training set of which rows are the same again in a new one. They are where the
 * same code made them of the same definitions, nobody was erased since, and their labels were
 * mature: then only an event of the customer that was logged since and happened before the end of
 * the label can change a row, or a change of who is one customer. Those customers are folded anew.
 */
@Component
class ReuseRows {

  /** The newest training sets of a view that are looked at. */
  private static final int LOOKED_AT = 50;

  /** If more have changed, little is gained. */
  private static final int MOST_CHANGED = 100_000;

  private final DatasetTable table;
  private final DatasetFolder folder;
  private final Identities identities;
  private final ErasureLedger ledger;
  private final JsonMapper json;
  private final Optional<String> code = RowsCode.fingerprint();

  ReuseRows(
      DatasetTable table,
      FeatureSettings settings,
      Identities identities,
      ErasureLedger ledger,
      JsonMapper json) {
    this.table = table;
    this.folder = new DatasetFolder(settings.dataFolder());
    this.identities = identities;
    this.ledger = ledger;
    this.json = json;
  }

  /**
   * A training set of the log that is about to be folded.
   *
   * @param types of the events that its rows are made of
   * @param maturity up to when labels are given
   */
  record Wanted(
      DatasetSpec spec,
      List<LabelDefinition> labels,
      Collection<String> types,
      LogSnapshot log,
      Instant maturity) {

    /** The cutoffs of another one whose labels were mature then and are now. */
    Set<Instant> sharedWith(DatasetManifest earlier) {
      Instant mature = Objects.requireNonNull(earlier.eventHighWater()).labelsMatureUntil();
      Duration horizon = RowSource.AtCutoffs.longestHorizon(labels);
      Set<Instant> shared = new TreeSet<>(spec.cutoffs());
      shared.retainAll(earlier.cutoffs());
      shared.removeIf(cutoff -> {
        Instant end = cutoff.plus(horizon);
        return end.isAfter(mature) || end.isAfter(maturity);
      });
      return shared;
    }
  }

  /**
   * Rows to be taken over.
   *
   * @param told what the manifest says of it
   */
  record Taken(ReusedRows rows, @Nullable Reuse told) {}

  /** What the rows depend on that are made of a log; empty if that cannot be told now. */
  Optional<Basis> basis(LogSnapshot log) {
    return log.read(() -> {
      OptionalLong erasures = ledger.erasuresDone();
      return code.filter(_ -> erasures.isPresent())
          .map(made -> new Basis(made, identities.lastChange(), erasures.getAsLong()));
    });
  }

  /**
   * Lays out the rows that can be taken over.
   *
   * @param basis of the new training set
   * @param draft where the new training set is made
   */
  Taken of(Wanted wanted, @Nullable Basis basis, List<CustomerRange> ranges, Path draft) {
    Optional<DatasetManifest> best = earlier(wanted, basis);
    if (best.isEmpty()) {
      return new Taken(ReusedRows.none(), null);
    }
    DatasetManifest earlier = best.get();
    Optional<String> obstacle = obstacle(earlier, wanted, basis);
    Set<Instant> cutoffs = wanted.sharedWith(earlier);
    Set<String> changed =
        obstacle.isPresent() || cutoffs.isEmpty() ? Set.of() : changed(earlier, wanted, cutoffs);
    if (obstacle.isEmpty() && changed.size() > MOST_CHANGED) {
      obstacle = Optional.of("more than " + MOST_CHANGED + " customers have changed since");
    }
    if (obstacle.isPresent() || cutoffs.isEmpty()) {
      return new Taken(ReusedRows.none(), told(wanted, earlier, Set.of(), 0, 0, obstacle));
    }
    try {
      ReusedRows rows =
          ReusedRows.of(
              new ReusedRows.Source(rowsOf(earlier), earlier.sha256(), earlier.labels().size()),
              cutoffs,
              changed,
              ranges,
              draft);
      return new Taken(
          rows, told(wanted, earlier, cutoffs, rows.rows(), changed.size(), Optional.empty()));
    } catch (UnusableBaseException e) {
      return new Taken(
          ReusedRows.none(),
          told(wanted, earlier, Set.of(), 0, 0, Optional.of(String.valueOf(e.getMessage()))));
    }
  }

  /**
   * Of those that can be used, or if none can of all, the one that shares the most mature cutoffs,
   * the newest of several.
   */
  private Optional<DatasetManifest> earlier(Wanted wanted, @Nullable Basis basis) {
    if (wanted.spec().spine() != null || Boolean.TRUE.equals(wanted.spec().anew())) {
      return Optional.empty();
    }
    return table.newestOfView(wanted.spec().viewFingerprint(), LOOKED_AT).stream()
        .filter(row ->
            json.readValue(row.request(), DatasetPlan.class) instanceof DatasetSpec spec
                && spec.isLike(wanted.spec()))
        .map(row -> json.readValue(row.manifest(), DatasetManifest.class))
        .filter(manifest -> manifest.cutoffs().stream().anyMatch(wanted.spec().cutoffs()::contains))
        .max(
            Comparator.comparing((DatasetManifest manifest) -> isOfUse(manifest, wanted, basis))
                .thenComparing(manifest -> wanted.sharedWith(manifest).size()));
  }

  private boolean isOfUse(DatasetManifest earlier, Wanted wanted, @Nullable Basis basis) {
    return obstacle(earlier, wanted, basis).isEmpty() && !wanted.sharedWith(earlier).isEmpty();
  }

  private Optional<String> obstacle(DatasetManifest earlier, Wanted wanted, @Nullable Basis basis) {
    Basis then = earlier.basis();
    if (basis == null) {
      return Optional.of(code.isEmpty() ? "its code cannot be told" : "a customer is being erased");
    }
    if (then == null) {
      return Optional.of("it does not say what its rows depend on");
    }
    if (!then.code().equals(basis.code())) {
      return Optional.of("other code made it");
    }
    if (then.erasures() != basis.erasures()) {
      return Optional.of("customers were erased since");
    }
    if (!isOfTheSameLog(earlier, wanted.log())) {
      return Optional.of("it was made of another log");
    }
    return Files.exists(rowsOf(earlier)) ? Optional.empty() : Optional.of("its rows are gone");
  }

  private static boolean isOfTheSameLog(DatasetManifest earlier, LogSnapshot log) {
    Map<Integer, Long> now = log.highWater().offsets();
    return Objects.requireNonNull(earlier.eventHighWater()).offsets().entrySet().stream()
        .allMatch(then -> now.getOrDefault(then.getKey(), -1L) >= then.getValue());
  }

  private Set<String> changed(DatasetManifest earlier, Wanted wanted, Set<Instant> cutoffs) {
    Instant end =
        cutoffs.stream()
            .max(Comparator.naturalOrder())
            .orElseThrow()
            .plus(RowSource.AtCutoffs.longestHorizon(wanted.labels()));
    Set<String> late =
        wanted
            .log()
            .customersSince(
                Objects.requireNonNull(earlier.eventHighWater()).offsets(),
                wanted.types(),
                EventTime.toMicros(end),
                MOST_CHANGED + 1);
    Set<String> changed = new HashSet<>(late);
    if (late.size() <= MOST_CHANGED) {
      long lastChange = Objects.requireNonNull(earlier.basis()).identityChange();
      changed.addAll(wanted.log().read(() -> identities.connected(late, lastChange)));
    }
    return changed;
  }

  private Path rowsOf(DatasetManifest earlier) {
    return folder.of(UUID.fromString(earlier.datasetId())).resolve(DatasetFolder.ROWS);
  }

  private static Reuse told(
      Wanted wanted,
      DatasetManifest earlier,
      Set<Instant> cutoffs,
      long rows,
      long customersAnew,
      Optional<String> obstacle) {
    List<String> because = new ArrayList<>();
    obstacle.ifPresent(because::add);
    long young =
        wanted.spec().cutoffs().stream().filter(earlier.cutoffs()::contains).count()
            - wanted.sharedWith(earlier).size();
    if (young > 0) {
      because.add("labels at %d of its cutoffs were not mature".formatted(young));
    }
    if (customersAnew > 0) {
      because.add(
          "something came to be known of %d customers that may change their rows"
              .formatted(customersAnew));
    }
    return new Reuse(
        earlier.datasetId(), cutoffs.stream().sorted().toList(), rows, customersAnew, because);
  }
}
