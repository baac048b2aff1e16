package io.churnops.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The three servers of the suite. They start and stop together, and each alone for fault tests. */
public final class LocalPlatform implements AutoCloseable {

  private final LocalPostgres postgres;
  private final LocalRedis redis;
  private final LocalKafka kafka;

  public LocalPlatform(PlatformSettings settings) {
    postgres = new LocalPostgres(settings);
    redis = new LocalRedis(settings);
    kafka = new LocalKafka(settings);
  }

  public LocalPostgres postgres() {
    return postgres;
  }

  public LocalRedis redis() {
    return redis;
  }

  public LocalKafka kafka() {
    return kafka;
  }

  public List<LocalServer> servers() {
    return List.of(postgres, redis, kafka);
  }

  /**
   * Starts the servers side by side and returns when all answer. When one fails, the others are
   * stopped and its exception is thrown.
   */
  public void start() {
    start(server -> {});
  }

  /** As {@link #start()}; tells of each server as soon as it answers. */
  public void start(Consumer<LocalServer> started) {
    try {
      sideBySide(server -> {
        server.start();
        started.accept(server);
      });
    } catch (PlatformException e) {
      stop();
      throw e;
    }
  }

  /** Stops the servers so that their data are on disk. */
  public void stop() {
    sideBySide(LocalServer::stop);
  }

  @Override
  public void close() {
    stop();
  }

  private void sideBySide(Consumer<LocalServer> action) {
    List<Future<?>> tasks = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      servers().forEach(server -> tasks.add(threads.submit(() -> action.accept(server))));
    }
    for (Future<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof PlatformException known
            ? known
            : new PlatformException("A local server failed: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PlatformException("Interrupted while waiting for the local servers.", e);
      }
    }
  }
}
