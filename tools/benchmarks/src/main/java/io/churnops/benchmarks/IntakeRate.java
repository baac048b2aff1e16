package io.churnops.benchmarks;

import io.churnops.contract.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Events per second through {@code POST /v1/events}, beside a bare producer that puts the same
 * bytes into the same topic: with nothing else at work, or on a suite whose consumer folds the
 * events of both meanwhile.
 */
@Command(name = "intake", description = "REST batches against a bare Kafka producer, in turns.")
final class IntakeRate implements Callable<Integer> {

  private static final int BATCH = 500;
  private static final String ALL_ACCEPTED = "{\"accepted\":" + BATCH + ",";
  private static final String BATCH_TYPE = "application/cloudevents-batch+json";

  @Mixin private RunningSuite running = new RunningSuite();

  @Option(
      names = "--while-folding",
      description =
          "load the running suite, whose consumer is at work on the events; without, servers and an"
              + " ingestion-service are started that nobody else uses")
  private boolean whileFolding;

  @Option(names = "--events", defaultValue = "100000", description = "per round")
  private int events;

  @Option(names = "--rounds", defaultValue = "100", description = "of each, in turns")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "80",
      description = "rounds that do not count: the compilers are at work for 15,000 requests")
  private int warmUp;

  @Option(names = "--clients", defaultValue = "6", description = "requests in flight")
  private int clients;

  @Override
  public Integer call() throws IOException {
    if (whileFolding) {
      FoldedEvents folded = FoldedEvents.of(running);
      measure(running, () -> folded.awaitMore(events));
    } else {
      try (IngestionAlone alone = IngestionAlone.start()) {
        measure(alone.suite(), () -> {});
      }
    }
    return 0;
  }

  /** What is to happen between two rounds. */
  @FunctionalInterface
  private interface Pause {

    void end() throws IOException;
  }

  private void measure(RunningSuite suite, Pause pause) throws IOException {
    ShopEvents shop = new ShopEvents(10_000, InstantSource.system().instant());
    List<Double> bare = new ArrayList<>();
    List<Double> rest = new ArrayList<>();
    try (EventProducer producer = new EventProducer(suite.kafka())) {
      for (int round = 0; round < rounds; round++) {
        bare.add(produce(producer, shop, 2L * round * events));
        pause.end();
        rest.add(post(suite, shop, (2L * round + 1) * events));
        pause.end();
        System.out.printf(
            Locale.ROOT,
            "round %d: bare producer %,.0f/s, REST %,.0f/s%n",
            round,
            bare.getLast(),
            rest.getLast());
      }
    }
    double peer = Rates.median(bare.subList(warmUp, rounds));
    double ours = Rates.median(rest.subList(warmUp, rounds));
    System.out.printf(
        Locale.ROOT,
        "median%s: bare producer %,.0f events/s, REST in batches of %d %,.0f events/s, ratio %.2f%n",
        whileFolding ? " while the consumer folds" : "",
        peer,
        BATCH,
        ours,
        ours / peer);
  }

  private double produce(EventProducer producer, ShopEvents shop, long first) {
    List<ProducerRecord<String, byte[]>> records =
        LongStream.range(first, first + events)
            .parallel()
            .mapToObj(n -> shop.record(Topics.CUSTOMER_EVENTS, n))
            .toList();
    long start = System.nanoTime();
    producer.send(records);
    return Rates.perSecond(events, start);
  }

  private double post(RunningSuite suite, ShopEvents shop, long first) throws IOException {
    List<byte[]> bodies =
        LongStream.range(0, events / BATCH)
            .parallel()
            .mapToObj(batch -> shop.batch(first + batch * BATCH, BATCH))
            .toList();
    suite.get(RunningSuite.INGESTION, "/readyz").join();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      long start = System.nanoTime();
      AtomicInteger next = new AtomicInteger();
      CompletableFuture.allOf(
              IntStream.range(0, clients)
                  .mapToObj(
                      _ -> CompletableFuture.runAsync(() -> postAll(suite, bodies, next), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
      return Rates.perSecond(bodies.size() * BATCH, start);
    }
  }

  private static void postAll(RunningSuite suite, List<byte[]> bodies, AtomicInteger next) {
    try (LeanHttp http = suite.connections(RunningSuite.INGESTION).get()) {
      for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
        String answer = http.post("/v1/events", BATCH_TYPE, bodies.get(i));
        if (!answer.startsWith(ALL_ACCEPTED)) {
          throw new IllegalStateException("Not all accepted: " + answer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Not accepted: " + e.getMessage(), e);
    }
  }
}
