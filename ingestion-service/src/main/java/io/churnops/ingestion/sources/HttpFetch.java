package io.churnops.ingestion.sources;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets pages of an API, each within a time and a size. What may pass is tried again at growing
 * pauses, or when the API says; redirects are not followed.
 */
final class HttpFetch implements AutoCloseable {

  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final HttpOrigin origin;
  private final AllowedDestinations allowed;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Pause pause;
  private final HttpClient http;

  HttpFetch(
      HttpOrigin origin,
      AllowedDestinations allowed,
      Secrets secrets,
      InstantSource clock,
      Pause pause) {
    this.origin = origin;
    this.allowed = allowed;
    this.secrets = secrets;
    this.clock = clock;
    this.pause = pause;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(origin.timeout())
            .build();
  }

  /** What an attempt came to, if not to an answer. */
  private record Trouble(String words, Optional<Duration> wish) {

    static Trouble of(String words) {
      return new Trouble(words, Optional.empty());
    }
  }

  /**
   * The answer to a GET, with a status of 200.
   *
   * @throws SourceFailedException if there is none
   */
  HttpResponse<byte[]> get(URI url) throws InterruptedException {
    Duration next = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      Trouble trouble;
      try {
        HttpResponse<byte[]> answer = send(url);
        if (answer.statusCode() == 200) {
          return answer;
        }
        trouble = refused(answer);
      } catch (TimeoutException late) {
        trouble = Trouble.of("gives no whole answer within " + origin.timeout().toMillis() + " ms");
      } catch (IOException lost) {
        trouble = lost(lost);
      }
      Duration rest = trouble.wish().orElse(next);
      if (attempt >= origin.attempts() || rest.compareTo(LONGEST_PAUSE) > 0) {
        throw failed(
            trouble.words() + (attempt == 1 ? "" : ", at the last of " + attempt + " attempts"));
      }
      pause.rest(rest);
      next = next.multipliedBy(2);
    }
  }

  private HttpResponse<byte[]> send(URI url)
      throws IOException, InterruptedException, TimeoutException {
    allowed.resolve(HttpOrigin.destinationOf(url));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(origin.timeout()).header("Accept", "application/json");
    origin
        .headers()
        .forEach((name, value) ->
            request.setHeader(
                name, value.text() + (value.secret() == null ? "" : secrets.get(value.secret()))));
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), origin.maxSize()));
    try {
      return answer.get(origin.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private Trouble refused(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (PASSING.contains(status)) {
      return new Trouble(
          "answers " + status,
          answer.headers().firstValue("retry-after").flatMap(this::retryAfter));
    }
    if (status == 401 || status == 403) {
      throw failed("refuses the credentials (" + status + ")");
    }
    if (status >= 300 && status < 400) {
      throw failed("answers with a redirect (" + status + "), which is not followed");
    }
    throw failed("answers " + status);
  }

  private Trouble lost(IOException lost) {
    for (Throwable cause = lost; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("body exceeds capacity")) {
        throw failed(
            "gives more than " + origin.maxSize() + " bytes at once; ask for smaller pages");
      }
    }
    return Trouble.of("cannot be reached, or was lost (" + lost.getClass().getSimpleName() + ")");
  }

  private Optional<Duration> retryAfter(String text) {
    try {
      if (text.matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  private SourceFailedException failed(String words) {
    return new SourceFailedException(origin.destination() + " " + words + ".");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
