package io.churnops.ingestion.sources;

import io.churnops.kit.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Does the runs of sources: each source on one instance at a time. */
final class PullWorker {

  private static final Logger log = LoggerFactory.getLogger(PullWorker.class);
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final int LONGEST_RETRY_DOUBLINGS = 6;

  private final SourceStore sources;
  private final RunStore runs;
  private final SourceLocks locks;
  private final Readers readers;
  private final PullRun.Publisher publisher;
  private final SourceProperties limits;
  private final Ids ids;
  private final InstantSource clock;
  private final JsonMapper json;
  private final MeterRegistry metrics;

  /** Makes what reads a source. */
  @FunctionalInterface
  interface Readers {

    RowReader of(PullSource source);
  }

  PullWorker(
      SourceStore sources,
      RunStore runs,
      SourceLocks locks,
      Readers readers,
      PullRun.Publisher publisher,
      SourceProperties limits,
      Ids ids,
      InstantSource clock,
      JsonMapper json,
      MeterRegistry metrics) {
    this.sources = sources;
    this.runs = runs;
    this.locks = locks;
    this.readers = readers;
    this.publisher = publisher;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
    this.json = json;
    this.metrics = metrics;
  }

  /** Pulls from a source, if it is still due and no other instance does. */
  void pull(String name) throws InterruptedException {
    Optional<SourceLocks.Hold> held = locks.tryHold(name);
    if (held.isEmpty()) {
      return;
    }
    try (SourceLocks.Hold _ = held.get()) {
      Optional<SourceRow> due = sources.findDue(name, clock.instant());
      if (due.isPresent()) {
        run(due.get());
      }
    } catch (DataAccessException | TransactionException away) {
      log.warn("Run not finished, as Postgres is away: source={} {}", name, away.toString());
    } catch (RunStore.OvertakenException overtaken) {
      log.info("Run ended, as it is another's now, or the source is gone: source={}", name);
    }
  }

  private void run(SourceRow row) throws InterruptedException {
    Instant begun = clock.instant();
    runs.forgetBefore(begun.minus(limits.runsKeptFor()));
    UUID run = runs.begin(UUID.fromString(ids.next()), row, begun);
    String error = null;
    Schedule schedule = new Schedule.ByHand();
    try {
      PullSource source = SourceCompiler.compile(row.declaration());
      schedule = source.schedule();
      pull(row, source, run, begun);
    } catch (SourceFailedException failed) {
      error = String.valueOf(failed.getMessage());
      log.info("Run failed: source={} run={} reason={}", row.name(), run, error);
    } catch (SourceProblem refused) {
      error = "The declaration cannot be followed any more: " + refused.getBody().getDetail();
      log.warn("Run failed: source={} run={} reason={}", row.name(), run, error);
    } catch (DataAccessException
        | TransactionException
        | RunStore.OvertakenException
        | InterruptedException passing) {
      throw passing;
    } catch (RuntimeException unexpected) {
      error = "The run failed for a reason inside the service; its log says why.";
      log.error("Run failed: source={} run={}", row.name(), run, unexpected);
    }
    Instant ended = clock.instant();
    RunStatus status = error == null ? RunStatus.COMPLETE : RunStatus.FAILED;
    int failures = error == null ? 0 : row.failures() + 1;
    runs.end(row.name(), run, status, ended, error, next(schedule, begun, ended, failures));
    metrics
        .counter(
            "churnops.sources.runs",
            "source",
            row.name(),
            "result",
            error == null ? "complete" : "failed")
        .increment();
  }

  private void pull(SourceRow row, PullSource source, UUID run, Instant begun)
      throws InterruptedException {
    SeenRows seen = new SeenRows(row.version(), limits.rememberedRows(), runs.seen(row.name()));
    PullRun pull =
        new PullRun(
            source,
            row.position(),
            begun,
            seen,
            publisher,
            (position, taken, floor, counts) ->
                runs.commit(row.name(), run, position, taken, floor, counts),
            json);
    readers.of(source).read(pull.from(), pull);
    RunCounts counts = pull.counts();
    log.info(
        "Run complete: source={} run={} rows={} accepted={} quarantined={}",
        row.name(),
        run,
        counts.rowsRead(),
        counts.accepted(),
        counts.rowsQuarantined() + counts.rejected() + counts.quarantined());
  }

  /** As scheduled; after a failure sooner where the schedule would let it wait for long. */
  private static @Nullable Instant next(
      Schedule schedule, Instant begun, Instant ended, int failures) {
    Instant next = schedule.next(begun, ended).orElse(null);
    if (next == null || failures == 0) {
      return next;
    }
    int doublings = Math.min(failures - 1, LONGEST_RETRY_DOUBLINGS);
    Instant retry = ended.plus(FIRST_RETRY.multipliedBy(1L << doublings));
    return retry.isBefore(next) ? retry : next;
  }
}
