package io.churnops.benchmarks;

import io.churnops.contract.OnlineState;
import io.churnops.contract.Topics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One customer's 40 features over REST, beside an empty endpoint and one Redis round trip. What the
 * machine itself adds is told by a server that does nothing, and by how late a timer wakes up.
 */
@Command(name = "reads", description = "Online reads against an empty endpoint and Redis.")
final class ReadLatency implements Callable<Integer> {

  private static final int CUSTOMERS = 1_000;
  private static final int EVENTS_EACH = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--rate", defaultValue = "300", description = "requests per second")
  private double rate;

  @Option(names = "--seconds", defaultValue = "5", description = "per turn")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "5", description = "seconds of an uncounted turn")
  private int warmUp;

  @Option(names = "--turns", defaultValue = "3", description = "of each that are counted")
  private int turns;

  @Option(names = "--clients", defaultValue = "8", description = "connections")
  private int clients;

  @Override
  public Integer call() throws IOException {
    String fingerprint = BenchmarkView.register(suite);
    ShopEvents shop = new ShopEvents(CUSTOMERS, InstantSource.system().instant());
    fill(shop);
    Histogram read = new Histogram(3);
    Histogram empty = new Histogram(3);
    Histogram redis = new Histogram(3);
    Histogram bare = new Histogram(3);
    Histogram timer = new Histogram(3);
    RedisClient client = RedisClient.create(suite.redis());
    try (BareServer nothing = new BareServer();
        LeanClients ofService = new LeanClients(clients, suite.connections(RunningSuite.FEATURE));
        LeanClients ofNothing = new LeanClients(clients, nothing::connect);
        StatefulRedisConnection<byte[], byte[]> connection =
            client.connect(ByteArrayCodec.INSTANCE)) {
      byte[] field = OnlineState.field(fingerprint);
      for (int turn = 0; turn <= turns; turn++) {
        boolean counted = turn > 0;
        turn(read, counted, ofService.asking((http, i) -> isRead(http, shop.customer(i))));
        turn(empty, counted, ofService.asking((http, _) -> http.get("/livez").contains("UP")));
        turn(
            redis,
            counted,
            Collections.nCopies(
                clients,
                i ->
                    connection
                        .sync()
                        .hmget(OnlineState.key(shop.customer(i)), field)
                        .getFirst()
                        .hasValue()));
        turn(bare, counted, ofNothing.asking((http, _) -> http.get("/").isEmpty()));
        turn(timer, counted, Collections.nCopies(clients, _ -> true));
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
    print("online read, 40 features", read);
    print("empty endpoint", empty);
    print("one Redis round trip", redis);
    print("a server of nothing", bare);
    print("a timer", timer);
    System.out.printf(
        Locale.ROOT,
        "read / (empty endpoint + Redis): p50 %.2f, p99 %.2f%n",
        ratio(50, read, empty, redis),
        ratio(99, read, empty, redis));
    return 0;
  }

  private void fill(ShopEvents shop) throws IOException {
    try (EventProducer producer = new EventProducer(suite.kafka())) {
      producer.send(
          LongStream.range(0, (long) CUSTOMERS * EVENTS_EACH)
              .mapToObj(n -> shop.record(Topics.CUSTOMER_EVENTS, n))
              .toList());
    }
    long start = System.nanoTime();
    for (int i = 0; i < CUSTOMERS; i++) {
      String path = "/v1/customers/" + shop.customer(i) + "/events/count";
      while (events(path) < EVENTS_EACH) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IOException("The events are not folded after " + PATIENCE);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  private long events(String path) throws IOException {
    String answer = suite.get(RunningSuite.FEATURE, path).join().body();
    return BenchmarkView.JSON.readTree(answer).path("events").asLong(0);
  }

  private void turn(Histogram into, boolean counted, List<? extends OpenLoop.Client> asked) {
    OpenLoop loop = new OpenLoop();
    loop.run(rate, (int) (rate * (counted ? seconds : warmUp)), asked);
    if (loop.failed() > 0) {
      throw new IllegalStateException(loop.failed() + " requests failed");
    }
    if (counted) {
      into.add(loop.micros());
    }
  }

  private static boolean isRead(LeanHttp http, String customer) throws IOException {
    byte[] request = BenchmarkView.request(BenchmarkView.NAME, customer);
    return http.post("/v1/features:get", "application/json", request).contains("PRESENT");
  }

  private static void print(String what, Histogram micros) {
    System.out.printf(
        Locale.ROOT,
        "%-25s p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms%n",
        what,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getValueAtPercentile(99.9) / 1000.0);
  }

  private static double ratio(double percentile, Histogram read, Histogram empty, Histogram redis) {
    return read.getValueAtPercentile(percentile)
        / (double)
            (empty.getValueAtPercentile(percentile) + redis.getValueAtPercentile(percentile));
  }
}
