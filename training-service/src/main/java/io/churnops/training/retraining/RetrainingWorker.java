package io.churnops.training.retraining;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Begins what is due, and looks at the retrainings that are under way, in one thread of one
 * process, and takes each a step further. What a stop interrupts goes on after the next start.
 */
@Component
class RetrainingWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RetrainingWorker.class);
  private static final Duration STOPPING = Duration.ofSeconds(15);

  private final Retrainings retrainings;
  private final AdvanceRetraining advance;
  private final FireSchedules fireSchedules;
  private final RetrainingLease lease;
  private final Duration lookEvery;
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;
  private boolean resumed;
  private boolean inTrouble;
  private boolean troubleTold;

  RetrainingWorker(
      Retrainings retrainings,
      AdvanceRetraining advance,
      FireSchedules fireSchedules,
      RetrainingLease lease,
      RetrainingProperties properties) {
    this.retrainings = retrainings;
    this.advance = advance;
    this.fireSchedules = fireSchedules;
    this.lease = lease;
    this.lookEvery = properties.lookEvery();
  }

  @Override
  public void start() {
    stopping = false;
    thread = Thread.ofPlatform().name("retraining-worker").start(this::work);
  }

  @Override
  public void stop() {
    Thread working = thread;
    if (working != null) {
      stopping = true;
      working.interrupt();
      try {
        working.join(STOPPING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void work() {
    try {
      while (!stopping) {
        if (!advanceAll()) {
          retrainings.awaitArrival(lookEvery.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      giveUpLease();
    }
  }

  /** Whether there is more to do at once. */
  private boolean advanceAll() {
    inTrouble = false;
    boolean more = false;
    try {
      if (!holdsLease()) {
        return false;
      }
      fireSchedules.fire(this::reportOnce);
      for (Retraining retraining : retrainings.underWay()) {
        more |= advance(retraining);
      }
    } catch (SQLException | RuntimeException e) {
      reportOnce(e);
    }
    troubleTold = inTrouble;
    return more;
  }

  /** What one retraining fails by keeps none of the others from going on. */
  private boolean advance(Retraining retraining) {
    try {
      return advance.advance(retraining, () -> stopping);
    } catch (RuntimeException e) {
      reportOnce(e);
      return false;
    }
  }

  /** Only what this process finds when it begins was left by one that stopped. */
  private boolean holdsLease() throws SQLException {
    if (lease.isHeld()) {
      return true;
    }
    if (!lease.take()) {
      return false;
    }
    try {
      retrainings.resume(!resumed);
    } catch (RuntimeException e) {
      giveUpLease();
      throw e;
    }
    resumed = true;
    return true;
  }

  private void reportOnce(Exception cause) {
    if (!troubleTold && !inTrouble && !stopping) {
      log.warn("The registry is out of reach, or refuses a retraining; it waits", cause);
    }
    inTrouble = true;
  }

  /** Whoever takes the lease next, this process too, goes on with what was begun. */
  private void giveUpLease() {
    try {
      lease.release();
    } catch (SQLException e) {
      log.info("The lease ends with its session", e);
    }
  }
}
