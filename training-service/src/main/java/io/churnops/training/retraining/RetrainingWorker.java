package io.churnops.training.retraining;

import io.churnops.training.lease.LeasedWorker;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Begins what is due, and takes each retraining that is under way a step further. */
@Component
class RetrainingWorker extends LeasedWorker {

  private final Retrainings retrainings;
  private final RetrainingSteps steps;
  private final AdvanceRetraining advance;
  private final FireSchedules fireSchedules;
  private final Duration lookEvery;
  private boolean resumed;

  RetrainingWorker(
      Retrainings retrainings,
      RetrainingSteps steps,
      AdvanceRetraining advance,
      FireSchedules fireSchedules,
      RetrainingLease lease,
      RetrainingProperties properties) {
    super("retraining-worker", lease);
    this.retrainings = retrainings;
    this.steps = steps;
    this.advance = advance;
    this.fireSchedules = fireSchedules;
    this.lookEvery = properties.lookEvery();
  }

  /** Only what this process finds when it begins was left by one that stopped. */
  @Override
  protected void takeUp() {
    steps.resume(!resumed);
    resumed = true;
  }

  @Override
  protected void awaitWork() throws InterruptedException {
    retrainings.awaitArrival(lookEvery.toMillis());
  }

  /** Trouble on the way is no reason to give the lease up: that would count attempts. */
  @Override
  protected boolean work() {
    boolean more = false;
    try {
      fireSchedules.fire(this::met);
      for (Retraining retraining : retrainings.underWay()) {
        more |= advance(retraining);
      }
    } catch (RuntimeException e) {
      met(e);
    }
    return more;
  }

  /** What one retraining fails by keeps none of the others from going on. */
  private boolean advance(Retraining retraining) {
    try {
      return advance.advance(retraining, this::isStopping);
    } catch (RuntimeException e) {
      met(e);
      return false;
    }
  }
}
