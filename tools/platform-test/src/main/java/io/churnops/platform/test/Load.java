package io.churnops.platform.test;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends batch after batch, each again until it is acknowledged, and keeps what was. What trouble
 * there is in between does not end it.
 */
public final class Load<T> implements AutoCloseable {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final Supplier<List<T>> batches;
  private final Sender<T> sender;
  private final List<T> acknowledged = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ending;

  private Load(Supplier<List<T>> batches, Sender<T> sender) {
    this.batches = batches;
    this.sender = sender;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  /** Says whether a batch was acknowledged; by false or by throwing that it is to be sent again. */
  @FunctionalInterface
  public interface Sender<T> {

    boolean send(List<T> batch) throws Exception;
  }

  /** Begins to send, until it is ended. */
  public static <T> Load<T> begin(Supplier<List<T>> batches, Sender<T> sender) {
    return new Load<>(batches, sender);
  }

  private void run() {
    while (!ending) {
      List<T> batch = batches.get();
      while (!isAcknowledged(batch)) {
        LockSupport.parkNanos(PAUSE);
      }
      acknowledged.addAll(batch);
      LockSupport.parkNanos(PAUSE);
    }
  }

  private boolean isAcknowledged(List<T> batch) {
    try {
      return sender.send(batch);
    } catch (Exception e) {
      return false;
    }
  }

  /** Waits until so many more have been acknowledged than have been now. */
  public void awaitMore(int count) {
    int enough = acknowledged.size() + count;
    await("%d acknowledged".formatted(enough))
        .atMost(Patience.LONGEST)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> acknowledged.size() >= enough);
  }

  /** Ends once the last batch is acknowledged; answers all that were, which is all it has sent. */
  public List<T> end() {
    ending = true;
    try {
      if (!thread.join(Patience.LONGEST)) {
        throw new IllegalStateException("The last batch is not acknowledged");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(acknowledged);
  }

  @Override
  public void close() {
    end();
  }
}
