package io.churnops.training.runs;

import io.churnops.kit.Ids;
import io.churnops.training.forests.FindForests;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** The runs that wait, in Postgres, so that a run asked for is a run that will be tried. */
@Component
class RunQueue {

  private static final int MOST_ATTEMPTS = 3;

  private final RunRows runs;
  private final RunMetrics metrics;
  private final ProgressLog progress;
  private final TrialLog trials;
  private final FindForests forests;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Ids ids;
  private final InstantSource clock;
  private final Semaphore arrivals = new Semaphore(0);

  RunQueue(
      RunRows runs,
      RunMetrics metrics,
      ProgressLog progress,
      TrialLog trials,
      FindForests forests,
      JdbcClient jdbc,
      JsonMapper json,
      Ids ids,
      InstantSource clock) {
    this.runs = runs;
    this.metrics = metrics;
    this.progress = progress;
    this.trials = trials;
    this.forests = forests;
    this.jdbc = jdbc;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /** Queues a run; the same key of the same principal gives the same run. */
  Run submit(RunRequest request, String principal, @Nullable String idempotencyKey) {
    return told(
        earlier(request, principal, idempotencyKey)
            .orElseGet(() -> queue(request, principal, idempotencyKey)));
  }

  private RunRow queue(RunRequest request, String principal, @Nullable String idempotencyKey) {
    forests.want(request.forestsOrNone());
    Instant now = now();
    jdbc.sql(
            """
            insert into experiment (name, description, created_at) values (?, ?, ?)
            on conflict do nothing
            """)
        .params(request.model(), "Runs of model " + request.model(), Timestamp.from(now))
        .update();
    var row = new RunRow(ids.next(), request, principal, idempotencyKey, json, now);
    try {
      runs.insert(row);
      onceCommitted(arrivals::release);
      return row;
    } catch (DataIntegrityViolationException taken) {
      return earlier(request, principal, idempotencyKey).orElseThrow(() -> taken);
    }
  }

  /** The worker finds a run only when the transaction that queues it has ended. */
  private static void onceCommitted(Runnable act) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      act.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            act.run();
          }
        });
  }

  private Optional<RunRow> earlier(RunRequest request, String principal, @Nullable String key) {
    if (key == null) {
      return Optional.empty();
    }
    Optional<RunRow> earlier = runs.findByRequestedByAndIdempotencyKey(principal, key);
    if (earlier.isPresent() && !earlier.get().request(json).equals(request)) {
      throw RunException.keyReused(key);
    }
    return earlier;
  }

  /** Waits until a run may have come, at most as long as said. */
  void awaitArrival(long milliseconds) throws InterruptedException {
    if (arrivals.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
      arrivals.drainPermits();
    }
  }

  /** Begins the oldest queued run. */
  @Transactional
  Optional<Claim> claim(String environment) {
    Optional<RunRow> next = runs.lockOldestQueued();
    next.ifPresent(row -> {
      row.start(environment, now());
      runs.update(row);
    });
    return next.map(row ->
        new Claim(
            row.runId(),
            row.attempt(),
            row.requestedBy(),
            row.request(json),
            new RunProgress(),
            new RunCost.Meter()));
  }

  /**
   * Queues again what a worker that is gone had begun. What was begun three times and never ended
   * is likely what ended its workers, and fails; a search may be begun once more for each step of
   * its trials, as it goes on where it was.
   */
  @Transactional
  void requeueUnfinished() {
    for (RunRow row : runs.findByStatus(RunStatus.RUNNING)) {
      if (row.attempt() < MOST_ATTEMPTS + trials.rungs(row.runId())) {
        row.requeue();
      } else {
        row.fail(
            "abandoned",
            "The service stopped %d times while it worked on this run".formatted(row.attempt()),
            now());
      }
      runs.update(row);
    }
  }

  /**
   * Ends a run that could not be done.
   *
   * @throws RunOverException if it is over already
   */
  @Transactional
  void fail(Claim claim, String code, String detail) {
    RunRow row = hold(claim);
    row.fail(code, detail, now());
    charge(row, claim);
  }

  /** Ends a run within the transaction that registers its version. */
  @Transactional
  void finish(Claim claim, RunOutcome outcome) {
    RunRow row = hold(claim);
    row.finish(outcome, now());
    charge(row, claim);
  }

  /**
   * Makes sure that a run can end well, by keeping everybody else from ending it until the current
   * transaction does.
   *
   * @throws RunOverException if somebody has
   */
  @Transactional
  RunRow hold(Claim claim) {
    return runs.lock(claim.runId())
        .filter(row -> row.isRunning(claim.attempt()))
        .orElseThrow(() -> new RunOverException(claim));
  }

  /** Ends a run that nobody wants any more. Of this and its finish, the first to come counts. */
  @Transactional
  Run cancel(String runId, String principal) {
    Run run = cancelUnlessOver(runId, principal);
    if (run.status() != RunStatus.CANCELLED) {
      throw RunException.over(runId, run.status());
    }
    return run;
  }

  /** The same, where a run that has ended otherwise is none of the caller's concern. */
  @Transactional
  Run cancelUnlessOver(String runId, String principal) {
    RunRow row = runs.lock(runId).orElseThrow(() -> RunException.unknownRun(runId));
    if (!row.status().isOver()) {
      row.cancel(principal, now());
      runs.update(row);
    }
    return told(row);
  }

  /** Adds what a run cost, if it was cancelled while it ran. */
  @Transactional
  boolean chargeCancelled(Claim claim) {
    Optional<RunRow> cancelled =
        runs.lock(claim.runId()).filter(row -> row.isCancelled(claim.attempt()));
    cancelled.ifPresent(row -> charge(row, claim));
    return cancelled.isPresent();
  }

  private void charge(RunRow row, Claim claim) {
    RunCost cost = claim.meter().soFar();
    row.costs(cost, json);
    runs.update(row);
    metrics.add(row.runId(), cost.metrics());
  }

  Run run(String runId) {
    return told(runs.findById(runId).orElseThrow(() -> RunException.unknownRun(runId)));
  }

  List<Run> page(String model, String before, int size) {
    return runs.page(model, before, size).stream().map(this::told).toList();
  }

  private Run told(RunRow row) {
    return row.toRun(
        json,
        row.isRunning(row.attempt()) ? progress.of(row.runId(), row.attempt()).orElse(null) : null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A run that this process has begun; of two that think so, only the later can end it. */
  record Claim(
      String runId,
      int attempt,
      String requestedBy,
      RunRequest request,
      RunProgress progress,
      RunCost.Meter meter) {}
}
