package io.churnops.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends events to the ingestion API in batches, as fast as asked or as the service takes them.
 *
 * <p>A batch counts once it is answered: 202 with a verdict per event, 422 when the service takes
 * none of it. 429, 503 and a broken connection are tried again, after {@code Retry-After} where
 * given, until the patience is over; repeating is safe, because the service knows duplicates.
 */
public final class IngestionClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int REASONS_KEPT = 10;

  private final Settings settings;
  private final InstantSource clock;
  private final HttpClient http;
  private final CountDownLatch closed = new CountDownLatch(1);

  public IngestionClient(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /**
   * Where and how to send.
   *
   * @param service base address of ingestion-service
   * @param key bearer key with the scopes events:write and events:backfill
   * @param batchSize events in a request, 1 to 2,500; at most those of a second at the rate
   * @param inFlight requests under way at once, at least 1
   * @param eventsPerSecond upper bound of the rate; infinity is no bound
   * @param patience how long one batch is tried again before the sending fails, whatever
   *     Retry-After asks for
   */
  public record Settings(
      URI service,
      String key,
      int batchSize,
      int inFlight,
      double eventsPerSecond,
      Duration patience) {
    public Settings {
      if (batchSize < 1 || batchSize > 2_500) {
        throw new IllegalArgumentException("batch of " + batchSize + ": must be 1 to 2500");
      }
      if (inFlight < 1) {
        throw new IllegalArgumentException("in flight: at least 1, not " + inFlight);
      }
      if (!(eventsPerSecond > 0)) {
        throw new IllegalArgumentException("events per second: above 0, not " + eventsPerSecond);
      }
    }

    /** 2,000 events a batch, three batches under way, no bound on the rate, a minute's patience. */
    public static Settings of(URI service, String key) {
      return new Settings(service, key, 2_000, 3, Double.POSITIVE_INFINITY, Duration.ofMinutes(1));
    }

    /** The same with another rate. */
    public Settings atMost(double rate) {
      return new Settings(service, key, batchSize, inFlight, rate, patience);
    }
  }

  /** How the service judged what it was sent, and the first few reasons of what it rejected. */
  public record Report(
      long accepted, long duplicates, long rejected, long batches, List<String> reasons) {

    static final Report NOTHING = new Report(0, 0, 0, 0, List.of());

    public Report {
      reasons = List.copyOf(reasons);
    }

    Report plus(Report other) {
      List<String> all = new ArrayList<>(reasons);
      all.addAll(other.reasons);
      return new Report(
          accepted + other.accepted,
          duplicates + other.duplicates,
          rejected + other.rejected,
          batches + other.batches,
          all.subList(0, Math.min(REASONS_KEPT, all.size())));
    }

    private static Report of(JsonNode answer) {
      List<String> reasons = new ArrayList<>();
      for (JsonNode item : answer.path("items")) {
        if (item.path("status").asString("").equals("REJECTED") && reasons.size() < REASONS_KEPT) {
          reasons.add(
              "%s: %s %s"
                  .formatted(
                      item.path("id").asString(""),
                      item.path("code").asString(""),
                      item.path("detail").asString("")));
        }
      }
      return new Report(
          answer.path("accepted").asLong(0),
          answer.path("duplicates").asLong(0),
          answer.path("rejected").asLong(0),
          1,
          reasons);
    }
  }

  /** The service refused, or could not be reached for longer than the patience. */
  public static final class SendingFailed extends RuntimeException {
    SendingFailed(String message) {
      super(message);
    }

    SendingFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Sends all events and waits for the last verdict.
   *
   * @param progress told the number of events judged so far, after each batch, by one thread
   * @throws SendingFailed if a batch could not be delivered; batches before it have arrived
   */
  public Report send(Iterator<SimulatedEvent> events, LongConsumer progress) {
    Instant due = clock.instant();
    Report report = Report.NOTHING;
    long judged = 0;
    Queue<Batch> underWay = new ArrayDeque<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      while (events.hasNext() || !underWay.isEmpty()) {
        if (events.hasNext() && underWay.size() < settings.inFlight()) {
          pause(Duration.between(clock.instant(), due));
          List<SimulatedEvent> next = take(events);
          due = afterwards(due, next.size());
          underWay.add(new Batch(next.size(), senders.submit(() -> deliver(next))));
        } else {
          Batch oldest = underWay.remove();
          report = report.plus(oldest.verdict());
          judged += oldest.size();
          progress.accept(judged);
        }
      }
    }
    return report;
  }

  private List<SimulatedEvent> take(Iterator<SimulatedEvent> events) {
    int size = (int) Math.clamp(settings.eventsPerSecond(), 1, settings.batchSize());
    List<SimulatedEvent> batch = new ArrayList<>(size);
    while (batch.size() < size && events.hasNext()) {
      batch.add(events.next());
    }
    return batch;
  }

  /** When the batch after this one may go; time lost to a slow service is not made up for. */
  private Instant afterwards(Instant due, int events) {
    Instant now = clock.instant();
    return (due.isBefore(now) ? now : due)
        .plusNanos((long) (events / settings.eventsPerSecond() * 1e9));
  }

  private Report deliver(List<SimulatedEvent> batch) {
    HttpRequest request = request(batch);
    Instant end = clock.instant().plus(settings.patience());
    Duration pause = FIRST_PAUSE;
    while (true) {
      Attempt attempt = attempt(request);
      switch (attempt) {
        case Attempt.Judged judged -> {
          return judged.report();
        }
        case Attempt.Refused refused -> throw new SendingFailed(refused.why());
        case Attempt.Later later -> {
          Duration left = Duration.between(clock.instant(), end);
          if (!left.isPositive()) {
            throw new SendingFailed(
                "gave up on a batch after " + settings.patience() + ": " + later.why());
          }
          pause(shorter(left, later.after().isZero() ? pause : later.after()));
          pause = pause.multipliedBy(2);
          pause = shorter(LONGEST_PAUSE, pause);
        }
      }
    }
  }

  private HttpRequest request(List<SimulatedEvent> batch) {
    StringBuilder body = new StringBuilder(batch.size() * 400).append('[');
    for (SimulatedEvent event : batch) {
      body.append(body.length() > 1 ? "," : "").append(event.toJson());
    }
    return HttpRequest.newBuilder(settings.service().resolve("/v1/events"))
        .header("Authorization", "Bearer " + settings.key())
        .header("Content-Type", "application/cloudevents-batch+json")
        .timeout(Duration.ofSeconds(30))
        .POST(HttpRequest.BodyPublishers.ofString(body.append(']').toString()))
        .build();
  }

  /** What came of one request. */
  private sealed interface Attempt {
    record Judged(Report report) implements Attempt {}

    /** To be tried again; zero means after a pause of our choice. */
    record Later(Duration after, String why) implements Attempt {}

    record Refused(String why) implements Attempt {}
  }

  private Attempt attempt(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case 202, 422 -> new Attempt.Judged(Report.of(JSON.readTree(answer.body())));
        case 429, 503 -> new Attempt.Later(retryAfter(answer), describe(answer));
        default -> new Attempt.Refused(describe(answer));
      };
    } catch (IOException unreachable) {
      return new Attempt.Later(Duration.ZERO, settings.service() + ": " + unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Attempt.Refused("interrupted");
    }
  }

  private static String describe(HttpResponse<String> answer) {
    return "%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body());
  }

  private static Duration retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Waits, unless the client is closed or the thread interrupted. */
  private void pause(Duration duration) {
    try {
      if (duration.isPositive() && closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SendingFailed("closed");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SendingFailed("interrupted", interrupted);
    }
  }

  private record Batch(int size, Future<Report> sending) {

    Report verdict() {
      try {
        return sending.get();
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof SendingFailed reason) {
          throw reason;
        }
        throw new SendingFailed("a batch could not be sent", failed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new SendingFailed("interrupted", interrupted);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.close();
  }
}
