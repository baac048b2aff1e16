package io.churnops.ingestion.intake;

import static io.churnops.platform.test.SilencePoint.afterAnswerTo;
import static io.churnops.platform.test.SilencePoint.before;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionService;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.Ports;
import io.churnops.platform.test.BrokerProcess;
import io.churnops.platform.test.FaultProxy;
import io.churnops.platform.test.FaultProxy.Silence;
import io.churnops.platform.test.JavaProcess;
import io.churnops.platform.test.Load;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service dies with requests in its hands; clients send again what was not answered. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntakeKillIT {

  private static final int STREAMED = 4_000;

  /** Requests of a key that are worked on at a time, and those of a test that come in addition. */
  private static final int PLACES = 6;

  private static final int TURNED_AWAY = 4;

  /** No request gives its place up before the others are turned away. */
  private static final List<String> PATIENT =
      List.of(
          "--churnops.ingestion.event-log.confirm-within=2m",
          "--spring.kafka.producer.properties.max.block.ms=120000",
          "--spring.kafka.producer.properties.delivery.timeout.ms=120000");

  private final Instant now = Instant.now();
  private final int port = Ports.free(1).getFirst();
  private final FaultProxy way = FaultProxy.to("localhost", port);
  private final IngestionClient direct = IngestionClient.at(port);
  private final IngestionClient viaWay = IngestionClient.at(way.port());
  private Map<String, Object> variables;
  private Path folder;
  private BrokerProcess broker;
  private JavaProcess process;

  @BeforeAll
  void prepare(@TempDir Path temporary) {
    folder = temporary;
    broker = new BrokerProcess(folder);
    broker.start();
    variables = TestServers.shared().variables(TestServers.shared().newDatabase());
    variables.put("CHURNOPS_KAFKA_BOOTSTRAP", broker.bootstrap());
    variables.put("SERVER_PORT", port);
    start();
  }

  @AfterAll
  void close() {
    process.close();
    broker.close();
    way.close();
  }

  private void start() {
    process =
        JavaProcess.start(IngestionService.class, PATIENT, variables, folder.resolve("log"))
            .awaitReady(port);
  }

  @Test
  void keepsAStreamThatIsSentAgainAfterADeathInItsMiddle() throws Exception {
    String customer = customer();
    byte[] stream =
        IntStream.range(0, STREAMED)
            .mapToObj(i -> event(customer, i).text())
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.UTF_8);
    Silence silence = way.silenceAt(before(id(customer, STREAMED - 1)));
    CompletableFuture<Answer> unanswered = send(viaWay, IngestionClient.STREAM, stream);
    silence.await();
    await("a part of the stream is in Kafka").until(() -> !recordsOf(customer).isEmpty());
    process.kill();

    assertThatThrownBy(unanswered::join).hasRootCauseInstanceOf(IOException.class);
    start();
    Answer answer = direct.post(IngestionClient.STREAM, stream);
    assertThat(answer.status()).isEqualTo(202);
    assertKept(customer, STREAMED);
  }

  @Test
  void keepsABatchThatIsSentAgainBecauseItsAnswerNeverCame() throws Exception {
    String customer = customer();
    byte[] batch =
        IngestionClient.batchText(
                IntStream.range(0, 500).mapToObj(i -> event(customer, i)).toList())
            .getBytes(StandardCharsets.UTF_8);
    Silence silence = way.silenceAt(afterAnswerTo("POST /v1/events"));
    CompletableFuture<Answer> unanswered = send(viaWay, IngestionClient.BATCH, batch);
    silence.await();
    process.kill();

    assertThatThrownBy(unanswered::join).hasRootCauseInstanceOf(IOException.class);
    assertKept(customer, 500);
    start();
    assertThat(direct.post(IngestionClient.BATCH, batch).status()).isEqualTo(202);
    assertKept(customer, 500);
  }

  /** That every place stays taken shows that no request is answered, nor on its way to be. */
  @Test
  void answersNothingBeforeKafkaDoes() {
    String customer = customer();
    broker.pause();
    List<CompletableFuture<Answer>> sent =
        IntStream.range(0, PLACES + TURNED_AWAY)
            .mapToObj(i -> send(direct, IngestionClient.ONE, bytes(event(customer, i))))
            .toList();
    try {
      await("all places are taken").until(() -> answered(sent).size() >= TURNED_AWAY);
      process.kill();
    } finally {
      broker.goOn();
    }

    assertThat(answered(sent)).hasSize(TURNED_AWAY).containsOnly(429);
    start();
    assertThat(
            IntStream.range(0, sent.size())
                .map(i ->
                    send(direct, IngestionClient.ONE, bytes(event(customer, i))).join().status()))
        .containsOnly(202);
    assertKept(customer, sent.size());
  }

  /** The statuses of the answers that came. */
  private static List<Integer> answered(List<CompletableFuture<Answer>> sent) {
    return sent.stream()
        .filter(answer -> answer.isDone() && !answer.isCompletedExceptionally())
        .map(answer -> answer.join().status())
        .toList();
  }

  @Test
  void losesNothingItAcknowledgedWhenItDiesUnderLoad() throws Exception {
    String customer = customer();
    AtomicInteger next = new AtomicInteger();
    Set<String> acknowledged;
    try (Load<Integer> load =
        Load.begin(
            () -> IntStream.range(0, 50).map(_ -> next.getAndIncrement()).boxed().toList(),
            batch ->
                direct.batch(batch.stream().map(i -> event(customer, i)).toList()).status()
                    == 202)) {
      load.awaitMore(1_000);
      process.kill();
      start();
      load.awaitMore(500);
      acknowledged =
          load.end().stream()
              .map(i -> id(customer, i))
              .collect(Collectors.toCollection(HashSet::new));
    }

    assertThat(kept(customer).keySet()).isEqualTo(acknowledged);
  }

  private static CompletableFuture<Answer> send(
      IngestionClient to, String contentType, byte[] body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return to.post(contentType, body);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static byte[] bytes(EventTexts event) {
    return event.text().getBytes(StandardCharsets.UTF_8);
  }

  private void assertKept(String customer, int count) {
    assertThat(kept(customer).keySet())
        .isEqualTo(
            IntStream.range(0, count).mapToObj(i -> id(customer, i)).collect(Collectors.toSet()));
  }

  /** Per id what is in Kafka, which is the same however often it is there. */
  private Map<String, String> kept(String customer) {
    Map<String, String> kept = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : recordsOf(customer)) {
      String effect =
          String.join(
              " ",
              TopicReader.header(record, CloudEventHeaders.SOURCE),
              TopicReader.header(record, CloudEventHeaders.TYPE),
              TopicReader.header(record, CloudEventHeaders.TIME),
              new String(record.value(), StandardCharsets.UTF_8));
      String before = kept.put(TopicReader.header(record, CloudEventHeaders.ID), effect);
      assertThat(before).isIn(null, effect);
    }
    return kept;
  }

  private List<ConsumerRecord<String, byte[]>> recordsOf(String customer) {
    return TopicReader.recordsOf(broker.bootstrap(), Topics.CUSTOMER_EVENTS, customer);
  }

  private static String customer() {
    return "C-" + UUID.randomUUID();
  }

  private static String id(String customer, int number) {
    return "%s-%05d".formatted(customer, number);
  }

  private EventTexts event(String customer, int number) {
    return EventTexts.order(id(customer, number))
        .with("subject", customer)
        .with("time", now.toString());
  }
}
