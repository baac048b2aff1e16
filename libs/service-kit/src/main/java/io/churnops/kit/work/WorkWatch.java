package io.churnops.kit.work;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Watches over what a thread works on: asks every second whether it is still wanted, and interrupts
 * the thread once it is not, in whichever instance that was said.
 */
public final class WorkWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkWatch.class);
  private static final long MILLISECONDS = 1_000;

  private final String name;
  private final BooleanSupplier wanted;
  private final Thread worker;
  private boolean over;
  private boolean interrupted;

  private WorkWatch(String name, BooleanSupplier wanted, Thread worker) {
    this.name = name;
    this.wanted = wanted;
    this.worker = worker;
  }

  /**
   * Begins to watch over what the calling thread does.
   *
   * @param name of the thread that watches
   * @param wanted asked there; a database that cannot be asked has not said no
   */
  public static WorkWatch begin(String name, BooleanSupplier wanted) {
    var watch = new WorkWatch(name, wanted, Thread.currentThread());
    Thread.ofPlatform().daemon().name(name).start(watch::watch);
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
      return wanted.getAsBoolean() || stopWorker();
    } catch (DataAccessException | TransactionException e) {
      log.debug("{} cannot ask whether its work is wanted", name, e);
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
      throw new InterruptedException("the work is over");
    }
  }

  /** Whether the work was not wanted any more, and its thread interrupted. */
  public synchronized boolean stoppedTheWorker() {
    return interrupted;
  }

  /** Ends the watch; the thread is not interrupted any more, and not for what is over. */
  @Override
  public synchronized void close() {
    over = true;
    notifyAll();
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
