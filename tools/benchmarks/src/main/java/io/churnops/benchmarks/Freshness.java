package io.churnops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Time from an event's 202 to its count in the online vector, while others keep arriving. */
@Command(name = "freshness", description = "From accepted to visible in the online vector.")
final class Freshness implements Callable<Integer> {

  private static final int BATCH = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
  private static final String BATCH_TYPE = "application/cloudevents-batch+json";

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--rate", defaultValue = "1000", description = "events per second")
  private int rate;

  @Option(names = "--seconds", defaultValue = "30", description = "how long to measure")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", description = "seconds before measuring")
  private int warmUp;

  @Option(
      names = "--backfill",
      description = "also registers a view of another name, so that its backfill runs meanwhile")
  private boolean backfill;

  private final Executor threads = task -> Thread.ofVirtual().start(task);
  private final Histogram micros =
      new ConcurrentHistogram(PATIENCE.toNanos() / 1000 + 1_000_000, 3);
  private final AtomicInteger failed = new AtomicInteger();

  @Override
  public Integer call() throws IOException {
    BenchmarkView.register(suite);
    InstantSource clock = InstantSource.system();
    ShopEvents shop = new ShopEvents(10_000, clock.instant());
    int batches = warmUp * rate / BATCH;
    OpenLoop intake = new OpenLoop();
    intake.run((double) rate / BATCH, batches, i -> send(shop, i, clock.instant(), false));
    if (backfill) {
      BenchmarkView.register(suite, "benchmark_" + clock.millis());
    }
    OpenLoop measured = new OpenLoop();
    int counted = seconds * rate / BATCH;
    measured.run(
        (double) rate / BATCH, counted, i -> send(shop, batches + i, clock.instant(), true));
    System.out.printf(
        Locale.ROOT,
        "%d events at %d/s: visible after p50 %.0f ms, p99 %.0f ms, most %.0f ms; refused or unread %d%n",
        (long) counted * BATCH,
        rate,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0,
        failed.get() + measured.failed());
    return failed.get() + measured.failed() == 0 ? 0 : 1;
  }

  /** Sends a batch whose first event is a new customer's first session, and waits to see that. */
  private CompletableFuture<Boolean> send(ShopEvents shop, int batch, Instant now, boolean count) {
    long first = 10L * BATCH * batch;
    String probe = shop.customer(0) + "-probe-" + batch;
    String others = new String(shop.batch(first + 1, BATCH - 1), StandardCharsets.UTF_8);
    String body = "[" + shop.event(first, probe, now.minusMillis(1)) + "," + others.substring(1);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            suite.posted(
                RunningSuite.INGESTION,
                "/v1/events",
                BATCH_TYPE,
                body.getBytes(StandardCharsets.UTF_8));
            look(probe, System.nanoTime(), count);
            return true;
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }

  private void look(String probe, long accepted, boolean count) throws IOException {
    byte[] request = BenchmarkView.request(BenchmarkView.NAME, probe);
    while (System.nanoTime() - accepted < PATIENCE.toNanos()) {
      String answer =
          suite.posted(RunningSuite.FEATURE, "/v1/features:get", "application/json", request);
      if (sees(answer)) {
        if (count) {
          micros.recordValue((System.nanoTime() - accepted) / 1000);
        }
        return;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    failed.incrementAndGet();
  }

  private static boolean sees(String answer) {
    var json = BenchmarkView.JSON.readTree(answer);
    return json.path("customers").path(0).path("values").size() > 0
        && BenchmarkView.count(json, "sessions_lifetime") > 0;
  }
}
