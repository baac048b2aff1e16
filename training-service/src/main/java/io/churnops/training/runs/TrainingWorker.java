package io.churnops.training.runs;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.churnops.forest.ColumnStorage;
import io.churnops.forest.InvalidInputException;
import io.churnops.forest.UntrainableException;
import io.churnops.kit.work.WorkWatch;
import io.churnops.training.boosting.AlgorithmUnavailableException;
import io.churnops.training.boosting.NoMemoryException;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import io.churnops.training.lease.LeasedWorker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Works on one run after the other. */
@Component
class TrainingWorker extends LeasedWorker {

  private static final Logger log = LoggerFactory.getLogger(TrainingWorker.class);
  private static final long IDLE_MILLISECONDS = 1_000;
  private static final String FINISHED = "finished";
  private static final String FAILED = "failed";
  private static final String CANCELLED = "cancelled";

  private final RunQueue queue;
  private final TrainModel trainModel;
  private final ProgressLog progress;
  private final RunEnvironment environment;
  private final MeterRegistry meters;

  TrainingWorker(
      RunQueue queue,
      WorkerLease lease,
      TrainModel trainModel,
      ProgressLog progress,
      RunEnvironment environment,
      MeterRegistry meters) {
    super("training-worker", lease);
    this.queue = queue;
    this.trainModel = trainModel;
    this.progress = progress;
    this.environment = environment;
    this.meters = meters;
    // Told from the start, so that the first failure is seen to be one more.
    counter(FINISHED);
    counter(FAILED);
    counter(CANCELLED);
    duration();
  }

  @Override
  protected void takeUp() {
    queue.requeueUnfinished();
  }

  @Override
  protected void awaitWork() throws InterruptedException {
    queue.awaitArrival(IDLE_MILLISECONDS);
  }

  @Override
  protected boolean work() {
    Optional<RunQueue.Claim> claim = queue.claim(environment.json());
    claim.ifPresent(this::workOn);
    return claim.isPresent();
  }

  private void workOn(RunQueue.Claim claim) {
    long began = System.nanoTime();
    WorkWatch watch = WorkWatch.begin("training-watch", () -> progress.tell(claim));
    try (watch) {
      attempt(claim, began, watch);
    } catch (RunOverException e) {
      log.info("Nothing comes of what was done for run {}: {}", claim.runId(), e.getMessage());
    } catch (RuntimeException e) {
      if (!watch.stoppedTheWorker()) {
        throw e;
      }
    }
    if (!isStopping() && queue.chargeCancelled(claim)) {
      count(CANCELLED, began);
      log.info("Training run {} was cancelled", claim.runId());
    }
  }

  private void attempt(RunQueue.Claim claim, long began, WorkWatch watch) {
    try {
      trainModel.train(claim);
      count(FINISHED, began);
      log.info("Training run {} finished", claim.runId());
    } catch (CancellationException e) {
      Thread.currentThread().interrupt();
    } catch (DatasetException e) {
      fail(claim, e.code(), e, began);
    } catch (FeatureServiceUnavailableException e) {
      fail(claim, "feature_service_unavailable", e, began);
    } catch (UntrainableException | InvalidInputException e) {
      fail(claim, "untrainable", e, began);
    } catch (AlgorithmUnavailableException e) {
      fail(claim, "algorithm_unavailable", e, began);
    } catch (TransactionException
        | DataAccessResourceFailureException
        | TransientDataAccessException
        | UncategorizedDataAccessException e) {
      throw e; // Without its database nothing can be said of the run; it is begun again.
    } catch (ColumnStorage.NoRoomException e) {
      fail(claim, "no_room_on_disk", e, began);
    } catch (UncheckedIOException e) {
      fail(claim, "storage_failed", e, began);
    } catch (OutOfMemoryError | NoMemoryException | ForestTooLargeException e) {
      fail(claim, "out_of_memory", e, began);
    } catch (RunOverException e) {
      throw e;
    } catch (RuntimeException e) {
      if (watch.stoppedTheWorker()) {
        throw e; // An interrupt has many faces.
      }
      log.error("Training run {} failed for a reason inside the service", claim.runId(), e);
      fail(claim, "internal_error", e, began);
    }
  }

  /** A stop looks like a failure to whoever it interrupts; the run is begun again then. */
  private void fail(RunQueue.Claim claim, String code, Throwable cause, long began) {
    if (isStopping()) {
      return;
    }
    queue.fail(claim, code, String.valueOf(cause.getMessage()));
    count(FAILED, began);
    log.info("Training run {} failed: {}", claim.runId(), code);
  }

  private void count(String result, long began) {
    counter(result).increment();
    duration().record(System.nanoTime() - began, NANOSECONDS);
  }

  private Counter counter(String result) {
    return meters.counter("churnops.training.runs", "result", result);
  }

  private Timer duration() {
    return meters.timer("churnops.training.duration");
  }
}
