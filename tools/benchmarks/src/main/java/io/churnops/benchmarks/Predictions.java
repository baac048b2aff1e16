package io.churnops.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Single predictions on a running suite, as an application asks for them. */
@Command(name = "predictions", description = "Single predictions at a fixed rate.")
final class Predictions implements Callable<Integer> {

  @Mixin private RunningSuite suite = new RunningSuite();

  @Option(names = "--rate", defaultValue = "200", description = "requests per second")
  private double rate;

  @Option(names = "--seconds", defaultValue = "20", description = "how long to measure")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "5", description = "seconds before measuring")
  private int warmUp;

  @Option(
      names = "--customers",
      required = true,
      split = ",",
      description = "ids of customers to score in turn")
  private List<String> customers = List.of();

  @Option(names = "--clients", defaultValue = "8", description = "connections")
  private int clients;

  @Override
  public Integer call() throws IOException {
    OpenLoop measured = new OpenLoop();
    try (LeanClients serving = new LeanClients(clients, suite.connections(RunningSuite.SERVING))) {
      List<OpenLoop.Client> asked = serving.asking(this::isPredicted);
      new OpenLoop().run(rate, (int) (rate * warmUp), asked);
      measured.run(rate, (int) (rate * seconds), asked);
    }
    Histogram micros = measured.micros();
    System.out.printf(
        Locale.ROOT,
        "%d predictions at %.0f/s: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most %.2f ms, failed %d%n",
        micros.getTotalCount(),
        rate,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getValueAtPercentile(99.9) / 1000.0,
        micros.getMaxValue() / 1000.0,
        measured.failed());
    return measured.failed() == 0 ? 0 : 1;
  }

  private boolean isPredicted(LeanHttp http, int i) throws IOException {
    String request = "{\"customerId\":\"%s\"}".formatted(customers.get(i % customers.size()));
    return http.post(
            "/v1/predictions", "application/json", request.getBytes(StandardCharsets.UTF_8))
        .contains("score");
  }
}
