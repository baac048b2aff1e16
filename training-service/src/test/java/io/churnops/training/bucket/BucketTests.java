package io.churnops.training.bucket;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bucket makes of the answers of a storage in trouble. */
class BucketTests {

  private final Queue<Integer> answers = new ArrayDeque<>();
  private final List<String> conditions = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder;
  private HttpServer storage;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(folder.resolve("file"), "content");
    Files.writeString(folder.resolve("access"), "key\n");
    Files.writeString(folder.resolve("secret"), "secret\n");
    storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    storage.createContext("/", this::answer);
    storage.start();
  }

  @AfterEach
  void stop() {
    storage.stop(0);
  }

  /** 0 stands for a connection that is cut. */
  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    conditions.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
    Integer status = answers.size() > 1 ? answers.remove() : answers.element();
    if (status != 0) {
      byte[] body =
          "<Error><Code>Trouble%d</Code><Message>It is so</Message></Error>"
              .formatted(status)
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, status == 200 ? -1 : body.length);
      if (status != 200) {
        exchange.getResponseBody().write(body);
      }
    }
    exchange.close();
  }

  private Bucket bucket(Duration patience) {
    var properties =
        new BucketProperties(
            "s3://models/some/where",
            "http://127.0.0.1:" + storage.getAddress().getPort(),
            "eu-central-1",
            true,
            folder.resolve("access").toString(),
            folder.resolve("secret").toString(),
            Duration.ofSeconds(30),
            patience);
    return new Bucket(BucketConfiguration.client(properties), properties);
  }

  @ParameterizedTest
  @CsvSource({"503, 4", "500, 4", "429, 4", "409, 1", "0, 4"})
  void writesWithPatienceWhileTheStorageIsInTrouble(int trouble, int times) {
    answers.addAll(Collections.nCopies(times, trouble));
    answers.add(200);
    try (Bucket bucket = bucket(Duration.ofMinutes(2))) {
      assertThat(bucket.put("churn/1.zip", file)).isTrue();
    }
    assertThat(conditions).hasSizeGreaterThan(times).containsOnly("*");
  }

  @Test
  void overwritesNothing() {
    answers.add(412);
    try (Bucket bucket = bucket(Duration.ofMinutes(2))) {
      assertThat(bucket.put("churn/1.zip", file)).isFalse();
    }
    assertThat(conditions).containsExactly("*");
  }

  @ParameterizedTest
  @CsvSource({"403", "404", "507"})
  void givesUpAtOnceWhatPatienceDoesNotMend(int trouble) {
    answers.add(trouble);
    try (Bucket bucket = bucket(Duration.ofMinutes(2))) {
      assertThatThrownBy(() -> bucket.put("churn/1.zip", file))
          .isExactlyInstanceOf(BucketException.class)
          .hasMessage(
              "The bucket s3://models/some/where/ could not write churn/1.zip: Trouble%d (%d), It is so."
                  .formatted(trouble, trouble));
    }
  }

  @Test
  void endsItsPatience() {
    answers.add(503);
    try (Bucket bucket = bucket(Duration.ZERO)) {
      assertThatThrownBy(() -> bucket.put("churn/1.zip", file))
          .isInstanceOf(BucketUnavailableException.class)
          .hasMessageContaining("Trouble503");
    }
  }

  @Test
  void namesTheFileOfAKeyThatIsNotThere() throws IOException {
    Files.delete(folder.resolve("secret"));
    answers.add(200);
    try (Bucket bucket = bucket(Duration.ZERO)) {
      assertThatThrownBy(bucket::list)
          .isInstanceOf(BucketException.class)
          .hasMessageContaining(folder.resolve("secret").toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"http://models", "s3://", "s3://Models", "s3://models/ü", "models"})
  void refusesAnAddressOfNoBucket(String url) {
    assertThatThrownBy(() ->
            new BucketProperties(url, "", "", false, "", "", Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("s3://bucket");
  }
}
