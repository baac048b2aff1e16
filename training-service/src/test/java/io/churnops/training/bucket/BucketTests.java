package io.churnops.training.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What the bucket makes of the answers of a storage in trouble. */
class BucketTests {

  private static final int SILENT = -1;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Queue<Integer> answers = new ArrayDeque<>();
  private final List<String> conditions = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder;
  private HttpServer storage;
  private byte[] content = {};
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

  /** 0 stands for a connection that is cut, and {@link #SILENT} for no answer. */
  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    conditions.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
    Integer status = answers.size() > 1 ? answers.remove() : answers.element();
    if (status == SILENT) {
      stayStill();
    } else if (status != 0) {
      byte[] trouble =
          "<Error><Code>Trouble%d</Code><Message>It is so</Message></Error>"
              .formatted(status)
              .getBytes(StandardCharsets.UTF_8);
      byte[] body = status == 200 ? content : trouble;
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void stayStill() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
            patience,
            Duration.ofMillis(100));
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

  /** Half of what is waited for elsewhere. */
  @Test
  @Timeout(150)
  void doesNotWaitLongForWhoeverIsInAHurry() throws Exception {
    answers.add(SILENT);
    try (Bucket bucket = bucket(Duration.ofMinutes(5));
        Bucket hurried = bucket.hurried()) {
      assertThatThrownBy(hurried::list).isInstanceOf(BucketUnavailableException.class);
      assertThatThrownBy(() -> hurried.put("check", "check"))
          .isInstanceOf(BucketUnavailableException.class);
    } finally {
      stopped.countDown();
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

  @Test
  void namesTheFileOfAKeyThatIsEmpty() throws IOException {
    Files.writeString(folder.resolve("access"), "\n");
    answers.add(200);
    try (Bucket bucket = bucket(Duration.ZERO)) {
      assertThatThrownBy(bucket::list)
          .isInstanceOf(BucketException.class)
          .hasMessageContaining(folder.resolve("access") + ": the file is empty");
    }
  }

  @Test
  void asksTwiceWhereItsKeysMayHaveBeenReplaced() {
    answers.add(403);
    answers.add(200);
    try (Bucket bucket = bucket(Duration.ZERO)) {
      assertThat(bucket.put("churn/1.zip", file)).isTrue();
    }
    assertThat(conditions).hasSize(2);
  }

  @Test
  void readsNothingThatIsTooLarge() {
    answers.add(200);
    content = "content".getBytes(StandardCharsets.UTF_8);
    Path read = folder.resolve("read");
    try (Bucket bucket = bucket(Duration.ZERO)) {
      assertThatThrownBy(() -> bucket.get("churn/1.zip", read, 6))
          .isExactlyInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("churn/1.zip is larger than 6 bytes");
      assertThat(read).doesNotExist();
      assertThat(bucket.get("churn/1.zip", read, 7)).isTrue();
    }
    assertThat(read).hasBinaryContent(content);
  }

  @Test
  void needsNoRegionOfAnotherStorage() {
    var properties =
        new BucketProperties(
            "s3://models",
            "http://127.0.0.1:1",
            "",
            true,
            "",
            "",
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofSeconds(1));
    try (S3Client client = BucketConfiguration.client(properties)) {
      assertThat(client.serviceClientConfiguration().region()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"http://models", "s3://", "s3://Models", "s3://models/ü", "models"})
  void refusesAnAddressOfNoBucket(String url) {
    assertThatThrownBy(() ->
            new BucketProperties(
                url,
                "",
                "",
                false,
                "",
                "",
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(1)))
        .hasMessageContaining("s3://bucket");
  }
}
