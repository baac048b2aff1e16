package io.churnops.training.lease;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works on something in one thread of one process, the holder of a lease. What a stop interrupts
 * goes on after the next start, in this process or in another that takes the lease.
 */
public abstract class LeasedWorker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(LeasedWorker.class);
  private static final Duration STOPPING = Duration.ofSeconds(15);

  private final String name;
  private final SessionLease lease;
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;
  private boolean inTrouble;
  private boolean troubleTold;

  /**
   * A worker that has not begun.
   *
   * @param name of its thread, and of itself in logs
   */
  protected LeasedWorker(String name, SessionLease lease) {
    this.name = name;
    this.lease = lease;
  }

  /** Takes up what a worker that is gone has left; this process has just taken the lease. */
  protected abstract void takeUp();

  /**
   * Does what is next; whether there may be more to do at once. What it throws gives the lease up.
   */
  protected abstract boolean work();

  /** Waits until there may be something to do again. */
  protected abstract void awaitWork() throws InterruptedException;

  /** Whether this process stops: that looks like a failure to whoever it interrupts. */
  protected final boolean isStopping() {
    return stopping;
  }

  /** Says what it met while it works on, once until a round passes without trouble. */
  protected final void met(Exception trouble) {
    if (!troubleTold && !inTrouble && !stopping) {
      log.warn("The registry is out of reach, or refuses what {} does; it waits", name, trouble);
    }
    inTrouble = true;
  }

  @Override
  public final void start() {
    stopping = false;
    thread = Thread.ofPlatform().name(name).start(this::run);
  }

  @Override
  public final void stop() {
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
  public final boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      while (!stopping) {
        if (!workWithLease()) {
          awaitWork();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      giveUpLease();
    }
  }

  private boolean workWithLease() {
    inTrouble = false;
    boolean more = false;
    try {
      if (!lease.isHeld()) {
        if (!lease.take()) {
          return false;
        }
        takeUp();
      }
      more = work();
    } catch (SQLException | RuntimeException e) {
      met(e);
      giveUpLease();
    }
    troubleTold = inTrouble;
    return more;
  }

  /** Whoever takes the lease next, this process too, takes up what was begun. */
  private void giveUpLease() {
    try {
      lease.release();
    } catch (SQLException e) {
      log.info("The lease of {} ends with its session", name, e);
    }
  }
}
