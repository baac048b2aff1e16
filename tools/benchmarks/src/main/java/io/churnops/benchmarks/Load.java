package io.churnops.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Single predictions on a running suite, as an application asks for them. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Asks a running suite for predictions at a fixed rate.")
final class Load implements Callable<Integer> {

  @Option(names = "--url", defaultValue = "http://localhost:8084", description = "of serving")
  private URI url = URI.create("http://localhost:8084");

  @Option(
      names = "--key-file",
      defaultValue = ".churnops/credentials/admin.key",
      description = "holds a key with scores:read")
  private Path keyFile = Path.of("");

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

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Load()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    String bearer = "Bearer " + Files.readString(keyFile).strip();
    new OpenLoop().run(rate, (int) (rate * warmUp), i -> predict(bearer, i));
    OpenLoop measured = new OpenLoop();
    measured.run(rate, (int) (rate * seconds), i -> predict(bearer, i));
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

  private CompletableFuture<Boolean> predict(String bearer, int i) {
    String customer = customers.get(i % customers.size());
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/v1/predictions"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", bearer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"customerId\":\"" + customer + "\"}"))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(response -> response.statusCode() == 200);
  }
}
