package io.churnops.simulator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator on the command line: events to a file or to the ingestion API, truth to a file. */
@Command(
    name = "simulate-shop",
    description = "Simulates an e-commerce shop whose true churn risk is known.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SimulateShop implements Callable<Integer> {

  private final InstantSource clock;
  private final PrintWriter out;

  @Option(names = "--seed", defaultValue = "42", description = "Same seed, same shop (42).")
  private long seed;

  @Option(names = "--customers", defaultValue = "2000", description = "Size of the base (2000).")
  private int customers;

  @Option(names = "--months", defaultValue = "12", description = "Months of behaviour (12).")
  private int months;

  @Option(names = "--until", description = "First day that is not simulated, UTC (today).")
  private @Nullable LocalDate until;

  @Option(
      names = "--drift",
      description =
          "KIND[=STRENGTH]@DAY, repeatable: price-rise, channel-shift, tracking-break,"
              + " concept-change.")
  private List<String> drifts = List.of();

  @Option(names = "--known-from", description = "Only events known on or after this day.")
  private @Nullable LocalDate knownFrom;

  @Option(names = "--known-until", description = "Only events known before this day.")
  private @Nullable LocalDate knownUntil;

  @Option(names = "--ndjson", description = "Write the events to this file; - is standard output.")
  private @Nullable String ndjson;

  @Option(names = "--ingest", description = "Send the events to ingestion-service at this address.")
  private @Nullable URI ingest;

  @Option(names = "--key-file", description = "File with the bearer key for --ingest.")
  private @Nullable Path keyFile;

  @Option(names = "--rate", description = "At most this many events a second with --ingest.")
  private double rate = Double.POSITIVE_INFINITY;

  @Option(names = "--truth", description = "Write the true risk to this file, as CSV.")
  private @Nullable Path truth;

  @Option(names = "--every", defaultValue = "7", description = "Days between truth cutoffs (7).")
  private int every;

  SimulateShop(InstantSource clock, PrintWriter out) {
    this.clock = clock;
    this.out = out;
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ENGLISH);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine(InstantSource.system(), out).execute(arguments));
  }

  static CommandLine commandLine(InstantSource clock, PrintWriter out) {
    return new CommandLine(new SimulateShop(clock, out))
        .setExecutionExceptionHandler((failure, line, parsed) -> {
          line.getErr().println(reason(failure));
          return CommandLine.ExitCode.SOFTWARE;
        });
  }

  /** What went wrong with a file has no more in its message than the file's name. */
  private static @Nullable String reason(Exception failure) {
    return failure instanceof FileSystemException file
        ? "cannot open %s (%s)".formatted(file.getFile(), file.getClass().getSimpleName())
        : failure.getMessage();
  }

  @Override
  public Integer call() throws IOException {
    if (ndjson == null && ingest == null && truth == null) {
      throw new IllegalArgumentException("nothing to do: give --ndjson, --ingest or --truth");
    }
    if (every < 1) {
      throw new IllegalArgumentException("every: at least 1 day, not " + every);
    }
    Shop shop = new Shop(plan());
    if (ndjson != null) {
      writeEvents(shop, ndjson);
    }
    if (ingest != null) {
      sendEvents(shop, ingest);
    }
    if (truth != null) {
      writeTruth(shop, truth);
    }
    return CommandLine.ExitCode.OK;
  }

  private ShopPlan plan() {
    LocalDate end =
        Optional.ofNullable(until)
            .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    return new ShopPlan(
        seed, customers, end.minusMonths(months), end, drifts.stream().map(Drift::parse).toList());
  }

  private Iterator<SimulatedEvent> events(Shop shop) {
    Instant from = midnight(knownFrom).orElse(Instant.MIN);
    Instant end = midnight(knownUntil).orElse(Instant.MAX);
    Iterable<SimulatedEvent> all = shop::events;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(event -> !event.known().isBefore(from))
        .takeWhile(event -> event.known().isBefore(end))
        .iterator();
  }

  private static Optional<Instant> midnight(@Nullable LocalDate day) {
    return Optional.ofNullable(day).map(d -> d.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private void writeEvents(Shop shop, String target) throws IOException {
    try (Writer writer = open(target)) {
      for (Iterator<SimulatedEvent> events = events(shop); events.hasNext(); ) {
        writer.write(events.next().toJson());
        writer.write('\n');
      }
    }
  }

  private Writer open(String target) throws IOException {
    return target.equals("-")
        ? new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))
        : Files.newBufferedWriter(Path.of(target));
  }

  private void sendEvents(Shop shop, URI service) throws IOException {
    if (keyFile == null) {
      throw new IllegalArgumentException("--ingest needs --key-file");
    }
    if (!Files.isReadable(keyFile)) {
      throw new IllegalArgumentException("key-file: there is no readable file " + keyFile);
    }
    var settings =
        IngestionClient.Settings.of(service, Files.readString(keyFile).strip()).atMost(rate);
    try (IngestionClient client = new IngestionClient(settings, clock)) {
      var report = client.send(events(shop), judged -> {});
      out.printf(
          "%d accepted, %d duplicates, %d rejected in %d batches%n",
          report.accepted(), report.duplicates(), report.rejected(), report.batches());
      report.reasons().forEach(reason -> out.println("  " + reason));
    }
  }

  private void writeTruth(Shop shop, Path target) throws IOException {
    ShopPlan plan = shop.plan();
    List<LocalDate> cutoffs =
        Stream.iterate(plan.until(), day -> day.minusDays(every))
            .takeWhile(day -> day.isAfter(plan.from()))
            .toList()
            .reversed();
    try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(target))) {
      csv.print("customer_id,day,eligible,probability,churned\n");
      for (TrueRisk risk : shop.truth(cutoffs)) {
        csv.print(risk.toCsv() + "\n");
      }
      if (csv.checkError()) {
        throw new UncheckedIOException(new IOException("could not write " + target));
      }
    }
  }
}
