package io.churnops.benchmarks;

import io.churnops.contract.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Events per second from Kafka into Postgres and Redis, beside COPY alone of the same rows. */
@Command(name = "fold", description = "The consumer against a bare COPY of the same rows.")
final class FoldRate implements Callable<Integer> {

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--events", defaultValue = "400000", description = "per round")
  private int events;

  @Option(names = "--rounds", defaultValue = "4", description = "of each, the first uncounted")
  private int rounds;

  @Option(names = "--customers", defaultValue = "10000", description = "who share the events")
  private int customers;

  @Option(names = "--poll", defaultValue = "6000", description = "events of a transaction")
  private int poll;

  @Override
  public Integer call() throws IOException, SQLException {
    String fingerprint = BenchmarkView.register(suite);
    Instant now = InstantSource.system().instant();
    ShopEvents shop = new ShopEvents(customers, now);
    List<Double> fold = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    List<Double> asLog = new ArrayList<>();
    try (EventProducer producer = new EventProducer(suite.kafka());
        CopyRate copy = new CopyRate(suite.postgres(), now)) {
      for (int round = 0; round < rounds; round++) {
        long first = (long) round * events;
        plain.add(copy.inOneTransaction(shop, first, events));
        asLog.add(copy.asTheLog(shop, first, events, poll));
        fold.add(fold(producer, shop, first));
        System.out.printf(
            Locale.ROOT,
            "round %d: COPY in one transaction %,.0f/s, with the log's keys, partitions and commits"
                + " %,.0f/s, consumer %,.0f/s%n",
            round,
            plain.getLast(),
            asLog.getLast(),
            fold.getLast());
      }
    }
    double ours = Rates.median(fold.subList(1, rounds));
    double inOne = Rates.median(plain.subList(1, rounds));
    double durable = Rates.median(asLog.subList(1, rounds));
    System.out.printf(
        Locale.ROOT,
        "median into view %s: consumer %,.0f events/s, %.2f of COPY in one transaction (%,.0f/s), "
            + "%.2f of COPY as the log takes it (%,.0f/s)%n",
        fingerprint,
        ours,
        ours / inOne,
        inOne,
        ours / durable,
        durable);
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
}
