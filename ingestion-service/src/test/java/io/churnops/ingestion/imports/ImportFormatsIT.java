package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.intake.Intake;
import io.churnops.kit.Ids;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What an import makes of a file, and what is left of it when it is cut short at a named point. */
@IngestionIntegrationTest
class ImportFormatsIT {

  private static final int SESSIONS = 2_500;

  private final String customer = UUID.randomUUID().toString();

  @Autowired SubmitImport submit;
  @Autowired ImportJobs jobs;
  @Autowired RejectedRows rejected;
  @Autowired RejectedDownload download;
  @Autowired ImportProperties limits;
  @Autowired Spool spool;
  @Autowired MountedFolder folder;
  @Autowired EventReader reader;
  @Autowired EventJudge judge;
  @Autowired Intake intake;
  @Autowired JsonMapper json;
  @Autowired InstantSource clock;
  @Autowired ImportWorker worker;
  @Autowired Ids ids;
  @Autowired JdbcClient jdbc;

  /** The tests do its work. */
  @BeforeEach
  void stopWorker() {
    worker.stop();
  }

  @AfterEach
  void startWorker() {
    worker.start();
  }

  @Test
  void tellsWhatItWouldDoAndDoesNothing() throws Exception {
    ImportPreview preview = submit.preview(mapping(""), content(file(30)));
    assertThat(preview.wholeFile()).isTrue();
    assertThat(preview.publishable()).containsExactly(Map.entry("session.started", 30L));
    assertThat(preview.refused()).containsExactly(Map.entry("time_too_old", 1L));
    assertThat(preview.events()).hasSize(20);
    assertThat(preview.events().getFirst().get("subject").stringValue()).isEqualTo(customer);
    assertThat(preview.problems().stream().map(Rejection::code))
        .containsExactly("not_a_time:at", "malformed_json", "time_too_old");
    assertThat(preview.problems().stream().map(Rejection::line)).containsExactly(1L, 2L, 3L);
    assertThat(preview.file().rowsRead()).isEqualTo(33);
    assertThat(published()).isEmpty();
  }

  @Test
  void goesOnAtItsCheckpointAfterACrashBetweenPublishingAndCommitting() throws Exception {
    ImportJob job = queued();
    assertThatThrownBy(() -> run(2).perform(job)).isInstanceOf(Crash.class);
    assertThat(jobs.checkpoint(job.importId()).events()).isEqualTo(EventPublisher.PIECE);
    assertThat(published()).as("all but the one refused").hasSize(2 * EventPublisher.PIECE - 1);

    run(Integer.MAX_VALUE).perform(job);

    ImportReport report = jobs.report(job.importId()).orElseThrow();
    assertThat(report.status()).isEqualTo(ImportStatus.COMPLETE);
    ImportProgress progress = Objects.requireNonNull(report.progress());
    assertThat(progress.duplicates()).isEqualTo(EventPublisher.PIECE);
    assertThat(progress.published().get("session.started"))
        .isEqualTo(SESSIONS - EventPublisher.PIECE);
    assertThat(progress.done()).isEqualTo(1);
    assertThat(published().stream().map(record -> TopicReader.header(record, CloudEventHeaders.ID)))
        .hasSize(SESSIONS)
        .doesNotHaveDuplicates();
    assertRejected(job.importId());
  }

  @Test
  void beginsAnewWhereTheCheckpointIsOfOtherEvents() throws Exception {
    ImportJob job = queued();
    jobs.checkpoint(job.importId(), new Checkpoint(1_500, 4711, Map.of(), Map.of(), 0), List.of());
    run(Integer.MAX_VALUE).perform(job);
    assertThat(published()).hasSize(SESSIONS);
  }

  @Test
  void statesTheKnownTimeThatTheMappingAsksFor() throws Exception {
    ImportPreview preview = submit.preview(mapping("known_time: import_time"), content(file(1)));
    assertThat(preview.knownTime()).isEqualTo("import_time");
    assertThat(preview.events().getFirst().has("knowntime")).isFalse();
    preview =
        submit.preview(
            mapping("").replace("time: at,", "time: at, known: seen,"), content(file(1)));
    assertThat(preview.knownTime()).isEqualTo("column");
    assertThat(preview.events().getFirst().get("knowntime").stringValue())
        .isEqualTo("2026-02-01T00:00:00Z");
  }

  @Test
  void tellsTheFirstLineOfAnEventThatIsMadeOfSeveral() throws Exception {
    String mapping = mapping("").replace("id: [who, n], data: {}", "group_by: [who, n], data: {}");
    ImportJob job = queued(mapping, file(2) + file(1));
    run(Integer.MAX_VALUE).perform(job);
    assertThat(rejected.page(job.importId(), null, 0, 10))
        .filteredOn(rejection -> rejection.kind() == Rejection.Kind.EVENT)
        .singleElement()
        .extracting(Rejection::number, Rejection::line)
        .containsExactly(0L, 3L);
  }

  @Test
  void doesNotGuessTheLineOfAnEventFromBeforeItWasKept() throws Exception {
    ImportJob job = queued(mapping(""), file(1));
    run(Integer.MAX_VALUE).perform(job);
    jdbc.sql("update import_rejection set line = null where import_id = ?")
        .param(job.importId())
        .update();
    assertThat(rejected.page(job.importId(), null, 0, 10))
        .extracting(Rejection::kind, Rejection::line)
        .containsExactly(
            tuple(Rejection.Kind.EVENT, null),
            tuple(Rejection.Kind.ROW, 1L),
            tuple(Rejection.Kind.ROW, 2L));
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    download.writeCsv(job.importId(), csv);
    assertThat(csv.toString(StandardCharsets.UTF_8)).contains("\r\nEVENT,0,,");
  }

  private void assertRejected(UUID importId) throws Exception {
    ByteArrayOutputStream ndjson = new ByteArrayOutputStream();
    download.writeNdjson(importId, ndjson);
    assertThat(ndjson.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            event ->
                assertThat(event)
                    .contains(
                        "\"kind\":\"EVENT\",\"number\":0,\"line\":3,", "\"code\":\"time_too_old\""),
            row ->
                assertThat(json.readTree(row).toString())
                    .isEqualTo(
                        "{\"kind\":\"ROW\",\"number\":1,\"line\":1,\"code\":\"not_a_time:at\",\"content\":"
                            + "{\"who\":\""
                            + customer
                            + "\",\"n\":0,\"at\":\"noon\"}}"),
            row -> assertThat(json.readTree(row).get("content").stringValue()).isEqualTo("{\"who"));
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    download.writeCsv(importId, csv);
    assertThat(csv.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .contains("kind,number,line,event_id,code,detail,content")
        .anyMatch(line -> line.startsWith("EVENT,0,3,"))
        .last()
        .isEqualTo("ROW,2,2,,\"malformed_json\",,\"\"\"{\\\"\"who\"\"\"");
  }

  private ImportJob queued() throws Exception {
    return queued(mapping(""), file(SESSIONS));
  }

  private ImportJob queued(String mapping, String file) throws Exception {
    UUID importId = UUID.fromString(ids.next());
    spool.keep(importId, content(file));
    ImportJob job =
        new ImportJob(
            importId,
            "sessions",
            mapping,
            "test",
            Instant.now(),
            ImportJob.Source.uploaded(file.length()),
            "event_time");
    jobs.queue(job);
    return job;
  }

  /** A run that dies before it commits its n-th checkpoint. */
  private ImportRun run(int n) {
    int[] commits = {0};
    return new ImportRun(
        jobs,
        rejected,
        new ImportFiles(spool, folder, limits.maxInflated().toBytes()),
        limits,
        json,
        clock,
        new Patience(new CountDownLatch(1)),
        (patience, ledger, begin) ->
            new EventPublisher(
                reader,
                judge,
                intake,
                clock,
                patience,
                (done, rejections) -> {
                  if (++commits[0] == n) {
                    throw new Crash();
                  }
                  ledger.write(done, rejections);
                },
                _ -> Set.of(),
                begin));
  }

  private List<ConsumerRecord<String, byte[]>> published() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
  }

  private static Spool.Content content(String text) {
    return place -> Files.writeString(place, text);
  }

  private String file(int sessions) {
    String bad =
        "{\"who\":\"%1$s\",\"n\":0,\"at\":\"noon\"}\n{\"who\n{\"who\":\"%1$s\",\"n\":0,\"at\":\"1999-01-01\"}\n"
            .formatted(customer);
    return IntStream.rangeClosed(1, sessions)
        .mapToObj(n ->
            "{\"who\":\"%s\",\"n\":%d,\"at\":\"2026-01-01T00:00:00\",\"seen\":\"2026-02-01\"}\n"
                .formatted(customer, n))
        .collect(Collectors.joining("", bad, ""));
  }

  private static String mapping(String more) {
    return """
    import: sessions
    source: /imports/sessions
    format: ndjson
    %s
    columns:
      who: {as: text}
      n: {as: integer}
      at: {as: time, format: iso, zone: UTC}
      seen: {as: time, format: iso, zone: UTC}
    rows: [{count: all, emit: [session]}]
    events:
      session: {type: session.started, customer: who, time: at, id: [who, n], data: {}}
    """
        .formatted(more);
  }

  private static final class Crash extends Error {}
}
