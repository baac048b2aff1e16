package io.churnops.feature.consistency;

import io.churnops.feature.OneRunner;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.state.LogFold;
import io.churnops.feature.state.OnlineStates;
import io.churnops.feature.state.ProfileState;
import io.churnops.feature.state.RemoveCustomers;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureState;
import io.churnops.kit.Ids;
import io.churnops.kit.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Folds the samples again from the log, up to the offsets that were in them, and compares bit for
 * bit. What differs is kept with both values, counted, and folded anew.
 */
@Service
class CheckConsistency {

  private static final Logger log = LoggerFactory.getLogger(CheckConsistency.class);
  private static final long LOCK = 0x6368_7572_6e63_6f6eL;
  private static final int AT_ONCE = 100;
  private static final String ON_SCHEDULE = "schedule";

  private final OneRunner runner;
  private final RunTable runs;
  private final SampleTable samples;
  private final SampleVectors sampleVectors;
  private final FeatureViews views;
  private final EventLog eventLog;
  private final LogFold logFold;
  private final OnlineStates states;
  private final RemoveCustomers repair;
  private final ConsistencySettings settings;
  private final Ids ids;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final Counter checked;
  private final Counter mismatches;

  CheckConsistency(
      OneRunner runner,
      RunTable runs,
      SampleTable samples,
      SampleVectors sampleVectors,
      FeatureViews views,
      EventLog eventLog,
      LogFold logFold,
      OnlineStates states,
      RemoveCustomers repair,
      ConsistencySettings settings,
      Ids ids,
      InstantSource clock,
      PlatformTransactionManager transactions,
      MeterRegistry meters) {
    this.runner = runner;
    this.runs = runs;
    this.samples = samples;
    this.sampleVectors = sampleVectors;
    this.views = views;
    this.eventLog = eventLog;
    this.logFold = logFold;
    this.states = states;
    this.repair = repair;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.checked =
        Counter.builder("churnops.feature.consistency.checked")
            .description("Served vectors that were compared with the log")
            .register(meters);
    this.mismatches =
        Counter.builder("churnops.feature.consistency.mismatches")
            .description("Served vectors that are not what the log says")
            .register(meters);
  }

  /** Asks for a comparison; if one is waiting or running, that is the answer. */
  ConsistencyRun request(String by) {
    return runs.open()
        .orElseGet(() -> {
          UUID id = UUID.fromString(ids.next());
          runs.insert(id, clock.instant(), by);
          return runs.find(id).orElseThrow();
        });
  }

  @Scheduled(fixedDelayString = "1s", initialDelayString = "10s")
  void work() {
    try {
      if (runs.open().isPresent() || isDue()) {
        runner.run(LOCK, this::runOpen);
      }
    } catch (DataAccessException | TransactionException e) {
      log.warn("The comparison with the log goes on later: {}", e.toString());
    }
  }

  private boolean isDue() {
    return runs.noneSince(clock.instant().minus(settings.every()));
  }

  private void runOpen() {
    if (isDue() && runs.open().isEmpty()) {
      request(ON_SCHEDULE);
    }
    runs.open().ifPresent(this::run);
  }

  private void run(ConsistencyRun run) {
    sampleVectors.keep();
    probe(run);
    List<Sample> part = samples.after(0, AT_ONCE);
    while (!part.isEmpty()) {
      compare(run.runId(), part);
      part = samples.after(part.getLast().id(), AT_ONCE);
    }
    runs.finish(run.runId(), clock.instant());
    runs.find(run.runId())
        .ifPresent(finished ->
            log.info(
                "Compared {} served vectors with the log: {} differ",
                finished.checked(),
                finished.mismatches()));
  }

  /** Looks at the states of some customers as they are now, others each time. */
  private void probe(ConsistencyRun run) {
    List<String> next = eventLog.customersAfter(runs.probedTo(), settings.probes());
    long now = EventTime.toMicros(clock.instant());
    List<Served> seen = new ArrayList<>();
    for (CompiledView view : views.folded()) {
      Map<String, ProfileState> found = states.read(next, view);
      for (ProfileState one : found.values()) {
        if (one.state().watermarkMicros() <= now) {
          seen.add(
              SampleVectors.of(
                  one, view.evaluate(one.state(), now), now, view.definition().fingerprint()));
        }
      }
    }
    sampleVectors.keep(seen);
    boolean more = next.size() == settings.probes() && !next.isEmpty();
    runs.setProbedTo(run.runId(), more ? next.getLast() : null);
  }

  private void compare(UUID run, List<Sample> part) {
    List<String> wrong = new ArrayList<>();
    transaction.executeWithoutResult(_ -> {
      long compared = 0;
      for (Sample sample : part) {
        Optional<CompiledView> view = view(sample);
        if (view.isPresent()) {
          compared++;
          List<@Nullable Object> rebuilt = rebuilt(sample, view.get());
          if (!rebuilt.equals(sample.values())) {
            runs.add(run, sample, rebuilt);
            wrong.add(sample.customerId());
          }
        }
      }
      samples.deleteUpTo(part.getLast().id());
      runs.count(run, compared, wrong.size());
      checked.increment(compared);
    });
    if (!wrong.isEmpty()) {
      mismatches.increment(wrong.size());
      log.error("{} served vectors are not what the log says; see run {}", wrong.size(), run);
      repair.refold(wrong);
    }
  }

  /** Empty if the view is no longer there. */
  private Optional<CompiledView> view(Sample sample) {
    try {
      return Optional.of(views.find(sample.viewFingerprint()));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private List<@Nullable Object> rebuilt(Sample sample, CompiledView view) {
    Optional<FeatureState> state =
        logFold.foldUpTo(sample.members(), view, sample.appliedOffsets());
    return state.isEmpty() || state.get().watermarkMicros() > sample.atMicros()
        ? List.of()
        : SampleVectors.values(view.evaluate(state.get(), sample.atMicros()));
  }

  List<Mismatch> mismatches(UUID run, long after, int limit) {
    return runs.mismatches(run, after, limit).stream().map(found -> mismatch(run, found)).toList();
  }

  private Mismatch mismatch(UUID run, RunTable.Found found) {
    Sample sample = found.served();
    List<String> columns =
        view(sample)
            .map(view -> view.columns().stream().map(column -> column.name()).toList())
            .orElse(List.of());
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (i >= found.rebuilt().size()
          || !Objects.equals(sample.values().get(i), found.rebuilt().get(i))) {
        differing.add(columns.get(i));
      }
    }
    return new Mismatch(
        found.number(),
        run,
        sample.customerId(),
        sample.members(),
        sample.viewFingerprint(),
        EventTime.toInstant(sample.atMicros()),
        sample.appliedOffsets(),
        columns,
        sample.values(),
        found.rebuilt(),
        differing);
  }
}
