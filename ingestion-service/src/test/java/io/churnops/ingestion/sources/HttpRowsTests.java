package io.churnops.ingestion.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API that misbehaves in every way, over real HTTP. */
class HttpRowsTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String A = "{\"id\":\"a\",\"updated_at\":\"2025-01-01T00:00:00Z\"}";
  private static final String B = "{\"id\":\"b\",\"updated_at\":\"2025-01-02T00:00:00Z\"}";

  @TempDir Path secrets;

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final HttpServer server;

  HttpRowsTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** What the server does next. */
  @FunctionalInterface
  private interface Answer {

    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    Files.writeString(secrets.resolve("crm-token"), "top-secret\n");
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          try (exchange) {
            answers.pop().give(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void asksForWhatIsNewWithItsSecret() throws Exception {
    answer(200, page(A, B));
    read("parameter: since\nheaders: {Authorization: {secret: crm-token, prefix: 'Bearer '}}");

    assertThat(asked).containsExactly("/?since=1970-01-01T00%3A00%3A00Z Bearer top-secret");
    assertThat(rows).containsExactly("a,2025-01-01T00:00:00Z", "b,2025-01-02T00:00:00Z", "end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {page: {parameter: page}}                   | page=1   | page=2   | page=3
          {page: {parameter: p, first: 0}}            | p=0      | p=1      | p=2
          {offset: {parameter: skip}}                 | skip=0   | skip=1   | skip=2
          """)
  void countsPages(String paging, String first, String second, String third) throws Exception {
    answer(200, page(A));
    answer(200, page(B));
    answer(200, page());
    read("paging: " + paging);

    assertThat(asked)
        .extracting(request -> request.split("[? ]")[1])
        .containsExactly(first, second, third);
    assertThat(rows)
        .containsExactly("a,2025-01-01T00:00:00Z", "more", "b,2025-01-02T00:00:00Z", "more", "end");
  }

  @Test
  void followsLinksAndTokensToTheLastPage() throws Exception {
    answer(200, page(A).replace("}]}", "}],\"next\":\"/second?x=1\"}"));
    answer(200, page(B).replace("}]}", "}],\"next\":null}"));
    read("paging: {next_link: /next}");
    answers.add(exchange -> {
      exchange.getResponseHeaders().add("Link", "</first>; rel=\"prev\", </last>; rel=\"next\"");
      give(exchange, 200, page(A));
    });
    answer(200, page(B));
    read("paging: {link_header: true}");
    answer(200, page(A).replace("}]}", "}],\"cursor\":\"a+b&c\"}"));
    answer(200, page(B));
    read("paging: {token: {parameter: after, at: /cursor}}");

    assertThat(asked)
        .extracting(request -> request.split(" ")[0])
        .containsExactly("/", "/second?x=1", "/", "/last", "/", "/?after=a%2Bb%26c");
  }

  @Test
  void triesAgainWhatMayPassAndAsLateAsTheApiWishes() throws Exception {
    answer(500, "");
    answers.add(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "7");
      give(exchange, 429, "");
    });
    answers.add(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "Thu, 01 Jan 2026 00:01:00 GMT");
      give(exchange, 503, "");
    });
    answer(502, "");
    answer(200, page(A));
    read("");

    assertThat(pauses)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(7),
            Duration.ofMinutes(1),
            Duration.ofSeconds(8));
    assertThat(rows).containsExactly("a,2025-01-01T00:00:00Z", "end");
  }

  @Test
  void givesUpAfterItsAttempts() {
    answer(500, "");
    answer(502, "");
    assertFails("attempts: 2", "answers 502, at the last of 2 attempts");
    assertThat(pauses).hasSize(1);
    answers.add(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "86400");
      give(exchange, 429, "");
    });
    assertFails("", "answers 429");
    assertThat(pauses).as("a day is not waited for").hasSize(1);
  }

  @Test
  void endsWithWhatIsSlow() {
    answers.add(_ -> over.await());
    answers.add(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("{\"items\":[".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      over.await();
    });
    assertFails("timeout: 300ms\nattempts: 2", "gives no whole answer within 300 ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | {"items": [         | not JSON
          200 | {"items": [NaN]}    | not JSON
          200 | {"items": [], "items": []} | not JSON
          200 | {"items": [{"n": 1e99999999999}]} | not JSON
          200 | {"items": {}}       | no list of records
          200 | null                | no list of records
          200 | <html>              | not JSON
          204 | ''                  | answers 204
          401 | {"items": []}       | refuses the credentials
          404 | {"items": []}       | answers 404
          """)
  void saysWhatIsNoAnswer(int status, String body, String words) {
    answer(status, body);
    assertFails("", words);
    assertThat(rows).isEmpty();
    assertThat(pauses).isEmpty();
  }

  @Test
  void takesNoMoreThanItAskedFor() {
    answer(200, page(A) + " ".repeat(5_000));
    assertFails("max_size: 1KB", "gives more than 1024 bytes at once");
    answer(200, "[".repeat(20_000));
    assertFails("", "not JSON");
    assertThat(pauses).isEmpty();
  }

  @Test
  void followsNothingElsewhere() {
    answers.add(exchange -> {
      exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data");
      give(exchange, 302, "");
    });
    assertFails("", "answers with a redirect (302), which is not followed");
    answer(200, page(A).replace("}]}", "}],\"next\":\"http://169.254.169.254/\"}"));
    assertFails("paging: {next_link: /next}", "names a next page at another place");
    answer(200, page(A).replace("}]}", "}],\"next\":\"//user@localhost/\"}"));
    assertFails("paging: {next_link: /next}", "names a next page at another place");
  }

  @Test
  void noticesThatItTurnsInCircles() {
    answer(200, page(A));
    answer(200, page(A));
    assertFails("paging: {page: {parameter: page}}", "the same page again and again");
    answer(200, page(A).replace("}]}", "}],\"next\":\"/b\"}"));
    answer(200, page(B).replace("}]}", "}],\"next\":\"/\"}"));
    assertFails("paging: {next_link: /next}", "names a page as the next that was there already");
  }

  @Test
  void keepsRowsThatAreWrongApart() throws Exception {
    answer(200, page("7", "{\"id\":\"a\"}", "{\"id\":\"b\",\"updated_at\":\"noon\"}", A));
    read("");
    assertThat(rows)
        .containsExactly(
            "not_an_object", "cursor_absent", "not_a_cursor", "a,2025-01-01T00:00:00Z", "end");
  }

  @Test
  void asksNobodyWhoIsNotListed() {
    AllowedDestinations others = new AllowedDestinations(List.of("localhost:1"));
    assertThatThrownBy(() -> reader("", others).read(0, new Sink()))
        .isInstanceOf(SourceFailedException.class)
        .hasMessageContaining("may not be asked");
    assertThat(asked).isEmpty();
  }

  /** Where the name means something else to whoever asks a second time. */
  @Test
  void connectsToTheAddressThatWasChecked() throws Exception {
    InetAddress checked = InetAddress.getByName("127.0.0.2");
    HttpServer elsewhere = HttpServer.create(new InetSocketAddress(checked, 0), 0);
    List<String> hosts = new CopyOnWriteArrayList<>();
    elsewhere.createContext(
        "/",
        exchange -> {
          try (exchange) {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            give(exchange, 200, page(A));
          }
        });
    elsewhere.start();
    int port = elsewhere.getAddress().getPort();
    List<String> lookups = new ArrayList<>();
    AllowedDestinations.Names names =
        host -> {
          lookups.add(host);
          return new InetAddress[] {checked};
        };
    try {
      reader("", port, new AllowedDestinations(List.of("localhost:" + port), names))
          .read(0, new Sink());
    } finally {
      elsewhere.stop(0);
    }

    assertThat(hosts).containsExactly("localhost:" + port);
    assertThat(lookups).containsExactly("localhost");
    assertThat(rows).containsExactly("a,2025-01-01T00:00:00Z", "end");
  }

  @Test
  void saysWhichSecretIsMissingAndTellsNone() {
    assertThatThrownBy(() ->
            reader("headers: {Authorization: {secret: absent}}", allowed()).read(0, new Sink()))
        .isInstanceOf(SourceFailedException.class)
        .hasMessage("The secret absent cannot be read.");
    answer(401, "");
    assertThatThrownBy(() ->
            reader("headers: {Authorization: {secret: crm-token}}", allowed()).read(0, new Sink()))
        .message()
        .doesNotContain("top-secret");
  }

  private void answer(int status, String body) {
    answers.add(exchange -> give(exchange, status, body));
  }

  private static void give(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String page(String... records) {
    return "{\"items\":[" + String.join(",", records) + "]}";
  }

  private void read(String more) throws InterruptedException {
    reader(more, allowed()).read(0, new Sink());
  }

  private void assertFails(String more, String words) {
    assertThatThrownBy(() -> read(more))
        .isInstanceOf(SourceFailedException.class)
        .hasMessageStartingWith("localhost:")
        .hasMessageContaining(words);
    assertThat(answers).isEmpty();
  }

  private HttpRows reader(String more, AllowedDestinations allowed) {
    return reader(more, port(), allowed);
  }

  private HttpRows reader(String more, int port, AllowedDestinations allowed) {
    PullSource source =
        SourceCompiler.compile(
            Declarations.http("crm", "http://localhost:" + port + "/", more)
                .replace("    country: {as: text}\n", "")
                .replace("data: {country: {column: country}}", "data: {}"));
    return new HttpRows(
        source,
        (HttpOrigin) source.origin(),
        allowed,
        new Secrets(secrets),
        () -> NOW,
        pauses::add);
  }

  private AllowedDestinations allowed() {
    return new AllowedDestinations(List.of("localhost:" + port()));
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private final class Sink implements RowReader.Pieces {

    @Override
    public void row(PulledRow row) {
      rows.add(row.flaw() == null ? String.join(",", row.fields()) : row.flaw());
    }

    @Override
    public void end(boolean ordered) {
      rows.add(ordered ? "end" : "more");
    }
  }
}
