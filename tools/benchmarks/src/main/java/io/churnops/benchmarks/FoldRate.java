package io.churnops.benchmarks;

import io.churnops.contract.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Events per second from Kafka into Postgres and Redis, beside a bare COPY of the same rows. */
@Command(name = "fold", description = "The consumer against a bare COPY of the same rows.")
final class FoldRate implements Callable<Integer> {

  private static final String TABLE = "benchmark_event";
  private static final int CHUNK = 1_000;

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--events", defaultValue = "200000", description = "per round")
  private int events;

  @Option(names = "--rounds", defaultValue = "4", description = "of each, the first uncounted")
  private int rounds;

  @Option(names = "--customers", defaultValue = "10000", description = "who share the events")
  private int customers;

  @Override
  public Integer call() throws IOException, SQLException {
    String fingerprint = BenchmarkView.register(suite);
    ShopEvents shop = new ShopEvents(customers, InstantSource.system().instant());
    List<Double> fold = new ArrayList<>();
    List<Double> copy = new ArrayList<>();
    try (EventProducer producer = new EventProducer(suite.kafka())) {
      for (int round = 0; round < rounds; round++) {
        long first = (long) round * events;
        copy.add(copy(shop, first));
        fold.add(fold(producer, shop, first));
        System.out.printf(
            Locale.ROOT,
            "round %d: bare COPY %,.0f/s, consumer %,.0f/s%n",
            round,
            copy.getLast(),
            fold.getLast());
      }
    }
    double peer = Rates.median(copy.subList(1, rounds));
    double ours = Rates.median(fold.subList(1, rounds));
    System.out.printf(
        Locale.ROOT,
        "median: bare COPY %,.0f rows/s, consumer %,.0f events/s into view %s, ratio %.2f%n",
        peer,
        ours,
        fingerprint,
        ours / peer);
    return 0;
  }

  private double fold(EventProducer producer, ShopEvents shop, long first) throws IOException {
    List<ProducerRecord<String, byte[]>> records =
        LongStream.range(first, first + events)
            .mapToObj(n -> shop.record(Topics.CUSTOMER_EVENTS, n))
            .toList();
    FoldedEvents folded = FoldedEvents.of(suite);
    long start = System.nanoTime();
    producer.send(records);
    folded.awaitMore(events);
    return Rates.perSecond(events, start);
  }

  /** Into a table with the log's columns and index, in one statement. */
  private double copy(ShopEvents shop, long first) throws IOException, SQLException {
    List<byte[]> chunks = new ArrayList<>();
    for (long n = first; n < first + events; n += CHUNK) {
      StringBuilder rows = new StringBuilder();
      LongStream.range(n, Math.min(n + CHUNK, first + events))
          .mapToObj(shop::row)
          .forEach(rows::append);
      chunks.add(rows.toString().getBytes(StandardCharsets.UTF_8));
    }
    try (Connection postgres = suite.postgres();
        Statement statement = postgres.createStatement()) {
      statement.execute("create table " + TABLE + " (like customer_event including indexes)");
      try {
        long start = System.nanoTime();
        CopyIn copy =
            postgres
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + TABLE + " from stdin");
        for (byte[] chunk : chunks) {
          copy.writeToCopy(chunk, 0, chunk.length);
        }
        copy.endCopy();
        return Rates.perSecond(events, start);
      } finally {
        statement.execute("drop table " + TABLE);
      }
    }
  }
}
