package io.churnops.ingestion.intake;

import static io.churnops.ingestion.IngestionClient.BATCH;
import static io.churnops.ingestion.IngestionClient.ONE;
import static io.churnops.ingestion.IngestionClient.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import io.churnops.ingestion.intake.AnsweredRequests.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@IngestionIntegrationTest
class AnsweredRequestsIT {

  private static final Receipt FIRST = Receipt.of(List.of(ItemVerdict.duplicate(0, "first")));
  private static final Receipt SECOND = Receipt.of(List.of(ItemVerdict.duplicate(0, "second")));

  private final String customer = "C-" + UUID.randomUUID();
  private final String key = UUID.randomUUID().toString();
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionOperations transactions;
  @Autowired JsonMapper json;

  private IngestionClient client;
  private AnsweredRequests answered;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
    answered =
        new PostgresAnsweredRequests(jdbc, transactions, json, () -> now, Duration.ofHours(24));
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

    for (Future<Answer> answer : answers) {
      assertThat(answer.get().status()).isEqualTo(202);
      assertThat(answer.get().json()).isEqualTo(answers.getFirst().get().json());
    }
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).hasSize(2);
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS_DEAD_LETTER, customer)).hasSize(1);
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

  @Test
  void remembersNoAnswerOfWorkThatFailed() {
    assertThatExceptionOfType(NotConfirmedException.class)
        .isThrownBy(() ->
            answered.answer(
                request("body"),
                () -> {
                  throw new NotConfirmedException(new IllegalStateException("no broker"));
                }));

    assertThat(answered.answer(request("another body"), () -> SECOND)).isEqualTo(SECOND);
  }

  @Test
  void sendsAwayWhoWaitsTooLongForAKey() throws Exception {
    CountDownLatch claimed = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Receipt> slow =
          other.submit(() ->
              answered.answer(
                  request("body"),
                  () -> {
                    claimed.countDown();
                    awaitOpen(refused);
                    return FIRST;
                  }));
      claimed.await();
      assertThatExceptionOfType(IdempotencyKeyException.class)
          .isThrownBy(() -> answered.answer(request("body"), () -> SECOND))
          .satisfies(problem -> assertThat(problem.getStatusCode().value()).isEqualTo(409));
      refused.countDown();
      assertThat(slow.get()).isEqualTo(FIRST);
    } finally {
      refused.countDown();
    }
    assertThat(answered.answer(request("body"), () -> SECOND)).isEqualTo(FIRST);
  }

  @Test
  void forgetsAnAnswerWhenItsTimeIsOver() {
    answered.answer(request("body"), () -> FIRST);

    now = now.plus(Duration.ofHours(24)).minusMillis(1);
    assertThat(answered.answer(request("body"), () -> SECOND)).isEqualTo(FIRST);
    now = now.plusMillis(1);
    assertThat(answered.answer(request("another body"), () -> SECOND)).isEqualTo(SECOND);

    now = now.plus(Duration.ofHours(24));
    answered.answer(new Request("test", UUID.randomUUID().toString(), "body"), () -> FIRST);
    assertThat(
            jdbc.sql("select count(*) from answered_request where idempotency_key = :key")
                .param("key", key)
                .query(Integer.class)
                .single())
        .isZero();
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Request request(String sha256) {
    return new Request("test", key, sha256);
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
