package io.churnops.ingestion.sources;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Gets pages of an API, each within a time and a size. What may pass is tried again at growing
 * pauses, or when the API says; redirects are not followed.
 */
final class HttpFetch implements AutoCloseable {

  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final HttpOrigin origin;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Pause pause;
  private final CloseableHttpClient http;

  HttpFetch(
      HttpOrigin origin,
      AllowedDestinations allowed,
      Secrets secrets,
      InstantSource clock,
      Pause pause) {
    this.origin = origin;
    this.secrets = secrets;
    this.clock = clock;
    this.pause = pause;
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new CheckedNames(allowed, origin.destination().port()))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(origin.timeout()))
                            .build())
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
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
  HttpAnswer get(URI url) throws InterruptedException {
    Duration next = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      Trouble trouble;
      try {
        HttpAnswer answer = send(url);
        if (answer.status() == 200) {
          return answer;
        }
        trouble = refused(answer);
      } catch (TimeoutException late) {
        trouble = Trouble.of("gives no whole answer within " + origin.timeout().toMillis() + " ms");
      } catch (IOException lost) {
        trouble =
            Trouble.of("cannot be reached, or was lost (" + lost.getClass().getSimpleName() + ")");
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

  private HttpAnswer send(URI url) throws IOException, InterruptedException, TimeoutException {
    HttpGet request = new HttpGet(url);
    request.setHeader("Accept", "application/json");
    origin
        .headers()
        .forEach((name, value) ->
            request.setHeader(
                name, value.text() + (value.secret() == null ? "" : secrets.get(value.secret()))));
    FutureTask<HttpAnswer> answer = new FutureTask<>(() -> http.execute(request, this::whole));
    Thread.startVirtualThread(answer);
    try {
      return answer.get(origin.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceFailedException failed) {
        throw failed;
      }
      throw e.getCause() instanceof IOException lost ? lost : new IOException(e.getCause());
    } finally {
      if (!answer.isDone()) {
        request.cancel();
      }
    }
  }

  private HttpAnswer whole(ClassicHttpResponse response) throws IOException {
    HttpHeaders headers =
        HttpHeaders.of(
            Arrays.stream(response.getHeaders())
                .collect(
                    Collectors.groupingBy(
                        header -> header.getName().toLowerCase(Locale.ROOT),
                        Collectors.mapping(Header::getValue, Collectors.toList()))),
            (_, _) -> true);
    return new HttpAnswer(response.getCode(), headers, body(response.getEntity()));
  }

  private byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    byte[] body = entity.getContent().readNBytes(origin.maxSize() + 1);
    if (body.length > origin.maxSize()) {
      throw failed("gives more than " + origin.maxSize() + " bytes at once; ask for smaller pages");
    }
    return body;
  }

  private Trouble refused(HttpAnswer answer) {
    int status = answer.status();
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
    http.close(CloseMode.IMMEDIATE);
  }
}
