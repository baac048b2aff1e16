package io.churnops.training.retraining;

import io.churnops.kit.problem.ProblemException;
import io.churnops.kit.work.WorkWatch;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes a retraining one look further. Confined to the worker's thread. */
@Component
class AdvanceRetraining {

  private static final Logger log = LoggerFactory.getLogger(AdvanceRetraining.class);

  private final Retrainings retrainings;
  private final RetrainingSteps steps;
  private final Map<Step, StepWork> works;
  private final RetrainingMeters meters;
  private final Duration patience;
  private final InstantSource clock;
  private final Map<String, Instant> inTroubleSince = new HashMap<>();

  AdvanceRetraining(
      Retrainings retrainings,
      RetrainingSteps steps,
      List<StepWork> works,
      RetrainingMeters meters,
      RetrainingProperties properties,
      InstantSource clock) {
    this.retrainings = retrainings;
    this.steps = steps;
    this.works =
        works.stream().collect(Collectors.toUnmodifiableMap(StepWork::step, Function.identity()));
    this.meters = meters;
    this.patience = properties.patience();
    this.clock = clock;
  }

  /**
   * Looks at the step that is to be done.
   *
   * @param stopping whether the worker stops, and with it whatever it looks at
   * @return whether the step came to its end, so that there is more to do at once
   */
  boolean advance(Retraining retraining, BooleanSupplier stopping) {
    RetrainingStep pending = retraining.current().orElseThrow();
    steps.begin(retraining, pending);
    Retraining begun = retrainings.find(retraining.retrainingId());
    RetrainingStep step = begun.step(pending.step());
    if (step.status() != StepStatus.RUNNING) {
      return true; // Somebody cancelled it.
    }
    try {
      StepOutcome outcome = outcome(begun, step, () -> work(begun, step));
      if (stopping.getAsBoolean()) {
        return false; // A stop looks like a failure to whoever it interrupts.
      }
      if (kept(begun, step, outcome) instanceof StepOutcome.Waiting) {
        return false;
      }
    } catch (StepOverException e) {
      log.info("{}; what was done comes to nothing", e.getMessage());
      return true;
    }
    tell(begun, step);
    return true;
  }

  /** Does what is next of a step, unless it is cancelled meanwhile. */
  private StepOutcome work(Retraining retraining, RetrainingStep step) {
    WorkWatch watch = WorkWatch.begin("retraining-watch", () -> steps.goesOn(retraining, step));
    try (watch) {
      return work(step).advance(retraining, step);
    } catch (RuntimeException e) {
      if (watch.stoppedTheWorker()) {
        throw new StepOverException(retraining, step); // An interrupt has many faces.
      }
      throw e;
    }
  }

  /** An act that fails leaves nothing; its failure is kept instead. */
  private StepOutcome kept(Retraining retraining, RetrainingStep step, StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Atomic) {
      StepOutcome came = outcome(retraining, step, () -> steps.end(retraining, step, outcome));
      return came instanceof StepOutcome.Failed ? steps.end(retraining, step, came) : came;
    }
    return steps.end(retraining, step, outcome);
  }

  private StepOutcome outcome(
      Retraining retraining, RetrainingStep step, Supplier<StepOutcome> work) {
    try {
      StepOutcome outcome = work.get();
      inTroubleSince.remove(retraining.keyOf(step));
      return outcome;
    } catch (FeatureServiceUnavailableException e) {
      return waitOrFail(
          retraining, step, "feature_service_unavailable", String.valueOf(e.getMessage()));
    } catch (DatasetException e) {
      return new StepOutcome.Failed(e.code(), String.valueOf(e.getMessage()));
    } catch (ProblemException e) {
      String detail = String.valueOf(e.getBody().getDetail());
      return e.isPassing()
          ? waitOrFail(retraining, step, e.code(), detail)
          : new StepOutcome.Failed(e.code(), detail);
    } catch (StepOverException e) {
      throw e;
    } catch (DataAccessException | TransactionException e) {
      throw e; // Without its database nothing can be said of the step; it is looked at again.
    } catch (OutOfMemoryError e) {
      return new StepOutcome.Failed("out_of_memory", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error(
          "Step {} of retraining {} failed for a reason inside the service",
          step.step().word(),
          retraining.retrainingId(),
          e);
      return new StepOutcome.Failed("internal_error", String.valueOf(e.getMessage()));
    }
  }

  private StepWork work(RetrainingStep step) {
    StepWork work = works.get(step.step());
    if (work == null) {
      throw new IllegalStateException("Nobody does the step " + step.step());
    }
    return work;
  }

  private StepOutcome waitOrFail(
      Retraining retraining, RetrainingStep step, String code, String reason) {
    Instant now = clock.instant();
    Instant since = inTroubleSince.computeIfAbsent(retraining.keyOf(step), _ -> now);
    if (Duration.between(since, now).compareTo(patience) < 0) {
      Map<String, Object> progress = new LinkedHashMap<>();
      step.progress()
          .properties()
          .forEach(member -> progress.put(member.getKey(), member.getValue()));
      return new StepOutcome.Waiting(progress, reason);
    }
    inTroubleSince.remove(retraining.keyOf(step));
    return new StepOutcome.Failed(code, reason);
  }

  private void tell(Retraining retraining, RetrainingStep step) {
    Retraining now = retrainings.find(retraining.retrainingId());
    RetrainingStep ended = now.step(step.step());
    log.info(
        "Retraining {} of {}: {} {}: {}",
        now.retrainingId(),
        now.model(),
        ended.step().word(),
        ended.status(),
        ended.reason());
    if (now.finishedAt() != null) {
      meters.ended(now);
    }
  }
}
