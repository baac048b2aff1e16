package io.churnops.ingestion.intake;

import static io.churnops.ingestion.IngestionClient.BATCH;
import static io.churnops.ingestion.IngestionClient.ONE;
import static io.churnops.ingestion.IngestionClient.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@IngestionIntegrationTest
class KeyedRequestsIT {

  private final String customer = "C-" + UUID.randomUUID();
  private final String key = UUID.randomUUID().toString();

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  private IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  @Test
  void answersTheSameRequestAsItDidFirst() throws Exception {
    byte[] body = batch(order("a"), order("b").with("type", "order.teleported"));

    Answer first = post(BATCH, body);
    Answer again = post(BATCH, body);

    assertThat(first.statuses()).containsExactly("ACCEPTED", "REJECTED");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).hasSize(1);
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer)).hasSize(1);
    assertThat(client.post(BATCH, body).statuses()).containsExactly("DUPLICATE", "REJECTED");
  }

  @Test
  void refusesTheKeyForAnotherRequest() throws Exception {
    assertThat(post(ONE, order("a").bytes()).status()).isEqualTo(202);

    Answer reused = post(ONE, order("b").bytes());

    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.problem()).isEqualTo("idempotency-key-reused");
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).hasSize(1);
    Answer ofSomebodyElse =
        client
            .withScope("events:write")
            .post(ONE, order("b").bytes(), EventController.IDEMPOTENCY_KEY, key);
    assertThat(ofSomebodyElse.status()).isEqualTo(202);
  }

  @Test
  void remembersThatNothingWasAccepted() throws Exception {
    byte[] body = order("a").with("type", "order.teleported").bytes();

    Answer first = post(ONE, body);
    Answer again = post(ONE, body);

    assertThat(again.status()).isEqualTo(422);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer)).hasSize(1);
  }

  @Test
  void answersRequestsAtOnceAlikeAndKeepsTheirEventsOnce() throws Exception {
    byte[] body = batch(order("a"), order("b"), order("c").with("type", "order.teleported"));
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        answers.add(
            callers.submit(() -> {
              start.await();
              return post(BATCH, body);
            }));
      }
      start.countDown();
    }

    Answer later = post(BATCH, body);
    assertThat(later.status()).isEqualTo(202);
    for (Future<Answer> answer : answers) {
      if (answer.get().status() == 409) {
        assertThat(answer.get().problem()).isEqualTo("idempotency-key-under-way");
        assertThat(answer.get().response().headers().firstValue("Retry-After")).hasValue("1");
      } else {
        assertThat(answer.get().json()).isEqualTo(later.json());
      }
    }
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).hasSize(2);
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer)).hasSize(1);
  }

  @Test
  void sendsAwayWhoComesWhileTheKeyIsWorkedOn() throws Exception {
    byte[] body = order("a").bytes();
    assertThat(post(ONE, body).status()).isEqualTo(202);
    change("status = null, claimed_until = now() + interval '1 minute'");

    Answer early = post(ONE, body);

    assertThat(early.status()).isEqualTo(409);
    assertThat(early.problem()).isEqualTo("idempotency-key-under-way");
  }

  @Test
  void takesTheKeyOverFromAnInstanceThatDied() throws Exception {
    byte[] body = order("a").bytes();
    assertThat(post(ONE, body).status()).isEqualTo(202);
    change("status = null, claimed_until = now() - interval '1 second'");

    assertThat(post(ONE, body).statuses()).containsExactly("DUPLICATE");
    assertThat(post(ONE, body).statuses()).containsExactly("DUPLICATE");
    assertThat(post(ONE, order("b").bytes()).problem()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void forgetsAnAnswerWhenItsTimeIsOver() throws Exception {
    assertThat(post(ONE, order("a").bytes()).status()).isEqualTo(202);
    change("expires_at = now() - interval '1 second'");

    assertThat(post(ONE, order("b").bytes()).statuses()).containsExactly("ACCEPTED");
  }

  @Test
  void freesTheKeyOfARequestThatWasNotDone() throws Exception {
    assertThat(post(ONE, "{".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
    Answer forbidden =
        client
            .withScope("events:read")
            .post(ONE, order("a").bytes(), EventController.IDEMPOTENCY_KEY, key);
    assertThat(forbidden.status()).isEqualTo(403);

    assertThat(post(ONE, order("b").bytes()).statuses()).containsExactly("ACCEPTED");
  }

  @Test
  void ordersAnImportOnceHoweverItsPartsAreDivided() throws Exception {
    Answer first = upload("one-boundary", 1);
    Answer again = upload("another-boundary", 1);
    Answer other = upload("one-boundary", 2);

    assertThat(first.status()).as(first.response().body()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.response().headers().firstValue("Location"))
        .isEqualTo(first.response().headers().firstValue("Location"));
    assertThat(again.response().headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(other.problem()).isEqualTo("idempotency-key-reused");
  }

  private Answer upload(String boundary, int quantity) throws Exception {
    String rows =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            + "1,A,MUG,%d,2010-12-01 08:26:00,2.55,%s,France\n".formatted(quantity, customer);
    String form =
        part(boundary, "mapping", mapping())
            + part(boundary, "file", rows)
            + "\r\n--"
            + boundary
            + "--\r\n";
    return client.post(
        "/v1/imports",
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.ofString(form),
        EventController.IDEMPOTENCY_KEY,
        key);
  }

  private static String part(String boundary, String name, String content) {
    return "\r\n--%1$s\r\nContent-Disposition: form-data; name=\"%2$s\"; filename=\"%2$s\"\r\n\r\n%3$s"
        .formatted(boundary, name, content);
  }

  private static String mapping() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            KeyedRequestsIT.class.getResourceAsStream("/mappings/online-retail.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Changes what is remembered of the request answered last. */
  private void change(String assignment) {
    int changed =
        jdbc.sql(
                "update keyed_request set "
                    + assignment
                    + " where convert_from(body, 'UTF8') like ?")
            .param("%" + customer + "%")
            .update();
    assertThat(changed).isOne();
  }

  @Test
  void refusesKeysItCannotFollow() throws Exception {
    Answer stream = post(STREAM, order("a").bytes());
    assertThat(stream.status()).isEqualTo(422);
    assertThat(stream.problem()).isEqualTo("idempotency-key-of-stream");
    Answer tooLong =
        client.post(ONE, order("a").bytes(), EventController.IDEMPOTENCY_KEY, "k".repeat(201));
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.problem()).isEqualTo("invalid-request");
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).isEmpty();
  }

  private Answer post(String type, byte[] body) throws Exception {
    return client.post(type, body, EventController.IDEMPOTENCY_KEY, key);
  }

  private EventTexts order(String id) {
    return EventTexts.order(id + customer)
        .with("subject", customer)
        .with("time", Instant.now().minusSeconds(60).toString());
  }

  private static byte[] batch(EventTexts... events) {
    return IngestionClient.batchText(List.of(events)).getBytes(StandardCharsets.UTF_8);
  }
}
