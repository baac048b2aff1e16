package io.churnops.training.runs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Watches over the run that a worker works on: tells every second how far it is, and interrupts the
 * worker when the run was cancelled, in whichever instance that was.
 */
final class RunWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunWatch.class);
  private static final long MILLISECONDS = 1_000;

  private final RunQueue.Claim claim;
  private final ProgressLog progress;
  private final Thread worker;
  private boolean over;
  private boolean interrupted;

  private RunWatch(RunQueue.Claim claim, ProgressLog progress, Thread worker) {
    this.claim = claim;
    this.progress = progress;
    this.worker = worker;
  }

  /** Begins to watch over what the calling thread does. */
  static RunWatch begin(RunQueue.Claim claim, ProgressLog progress) {
    var watch = new RunWatch(claim, progress, Thread.currentThread());
    Thread.ofPlatform().daemon().name("training-watch").start(watch::watch);
    return watch;
  }

  private void watch() {
    try {
      while (goesOn()) {
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean goesOn() {
    try {
      return progress.tell(claim) || stopWorker();
    } catch (DataAccessException | TransactionException e) {
      log.debug("Run {} cannot be told of", claim.runId(), e);
      return true;
    }
  }

  private synchronized boolean stopWorker() {
    if (!over) {
      interrupted = true;
      worker.interrupt();
    }
    return false;
  }

  private synchronized void pause() throws InterruptedException {
    if (!over) {
      wait(MILLISECONDS);
    }
    if (over) {
      throw new InterruptedException("the run is over");
    }
  }

  /** Whether the run was cancelled, and its worker interrupted. */
  synchronized boolean stoppedTheWorker() {
    return interrupted;
  }

  /** Ends the watch; the worker is not interrupted any more, and not for what is over. */
  @Override
  public synchronized void close() {
    over = true;
    notifyAll();
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
