package io.churnops.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.churnops.simulator.IngestionClient.Report;
import io.churnops.simulator.IngestionClient.SendingFailed;
import io.churnops.simulator.IngestionClient.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IngestionClientTests {

  private static final Shop SHOP = new Shop(ShopPlan.year(1, 20, LocalDate.of(2026, 11, 21)));

  /** A patience that is meant to end. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
  private final Queue<JsonNode> batches = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final CountDownLatch refused = new CountDownLatch(1);
  private volatile String retryAfter = "0";
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/events", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void deliversEveryEventOnceInBatches() {
    List<Long> progress = new ArrayList<>();
    Report report = send(settings(500, 3), progress);

    long events = count();
    assertThat(report.accepted()).isEqualTo(events);
    assertThat(report.batches()).isEqualTo((events + 499) / 500);
    assertThat(progress).isSorted().last().isEqualTo(events);
    assertThat(ids()).hasSize((int) events);
  }

  @Test
  void keepsToTheNumberOfRequestsInFlight() {
    send(settings(50, 2), new ArrayList<>());

    assertThat(mostUnderWay.get()).isBetween(1, 2);
  }

  @Test
  void triesAgainWhenTheServiceIsBusy() {
    failures.addAll(List.of(503, 503, 429));

    assertThat(send(settings(2_500, 1), new ArrayList<>()).accepted()).isEqualTo(count());
  }

  @Test
  void givesUpWhenThePatienceIsOver() {
    failures.addAll(Collections.nCopies(1_000, 503));

    assertThatExceptionOfType(SendingFailed.class)
        .isThrownBy(() -> send(settings(2_500, 1, SHORT), new ArrayList<>()))
        .withMessageContaining("gave up")
        .withMessageContaining("503");
  }

  @Test
  void failsAtOnceWhenTheKeyIsRefused() {
    failures.add(401);

    assertThatExceptionOfType(SendingFailed.class)
        .isThrownBy(() -> send(settings(2_500, 1), new ArrayList<>()))
        .withMessageContaining("401");
  }

  @Test
  void reportsWhatTheServiceRejects() {
    failures.add(422);

    Report report = send(settings(2_500, 1), new ArrayList<>());

    assertThat(report.rejected()).isEqualTo(1);
    assertThat(report.reasons()).containsExactly("x-1: schema-violation amountMinor is missing");
  }

  @Test
  void givesUpInTimeWhateverRetryAfterAsksFor() {
    retryAfter = "600";
    failures.addAll(Collections.nCopies(10, 503));
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatExceptionOfType(SendingFailed.class)
                .isThrownBy(() -> send(settings(2_500, 1, SHORT), new ArrayList<>()))
                .withMessageContaining("gave up"));
  }

  @Test
  void stopsWaitingWhenItIsClosed() throws Exception {
    retryAfter = "600";
    failures.addAll(Collections.nCopies(10, 503));
    Settings patient = settings(2_500, 1, Duration.ofMinutes(10));
    IngestionClient client = new IngestionClient(patient, InstantSource.system());
    try (ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Report> sending = sender.submit(() -> client.send(SHOP.events(), judged -> {}));
      assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
      client.close();
      assertThat(sending)
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("closed");
    }
  }

  @Test
  void keepsToTheRateFromTheFirstSecondOn() {
    Instant start = InstantSource.system().instant();
    double rate = count() / 2.5;
    send(settings(2_500, 3).atMost(rate), new ArrayList<>());
    assertThat(batches)
        .allSatisfy(batch -> assertThat(batch.size()).isLessThanOrEqualTo((int) rate));
    assertThat(Duration.between(start, InstantSource.system().instant()))
        .isGreaterThan(Duration.ofMillis(1_900));
  }

  private Report send(Settings settings, List<Long> progress) {
    try (IngestionClient client = new IngestionClient(settings, InstantSource.system())) {
      return client.send(SHOP.events(), progress::add);
    }
  }

  private Settings settings(int batchSize, int inFlight) {
    return settings(batchSize, inFlight, Duration.ofMinutes(2));
  }

  private Settings settings(int batchSize, int inFlight, Duration patience) {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort());
    return new Settings(address, "secret", batchSize, inFlight, Double.POSITIVE_INFINITY, patience);
  }

  private static long count() {
    long[] events = {0};
    SHOP.events().forEachRemaining(event -> events[0]++);
    return events[0];
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    batches.forEach(batch -> batch.forEach(event -> ids.add(event.get("id").asString())));
    return ids;
  }

  private void answer(HttpExchange exchange) throws IOException {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    JsonNode batch = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer secret");
    Integer failure = failures.poll();
    ObjectNode body = JsonMapper.shared().createObjectNode();
    if (failure == null) {
      batches.add(batch);
      body.put("accepted", batch.size());
    } else if (failure == 422) {
      body.put("rejected", 1)
          .putArray("items")
          .addObject()
          .put("id", "x-1")
          .put("status", "REJECTED")
          .put("code", "schema-violation")
          .put("detail", "amountMinor is missing");
    } else {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
      refused.countDown();
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    underWay.decrementAndGet();
    exchange.sendResponseHeaders(failure == null ? 202 : failure, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
