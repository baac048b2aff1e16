package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.kit.Ids;
import io.churnops.platform.test.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.JsonNode;

@IngestionIntegrationTest
class ImportsIT {

  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

  private final String customer = UUID.randomUUID().toString();

  @LocalServerPort int port;
  @Autowired ImportJobs jobs;
  @Autowired Spool spool;
  @Autowired ImportWorker worker;
  @Autowired HeldImports held;
  @Autowired JdbcClient jdbc;
  @Autowired DataSource source;
  @Autowired RejectedRows rejected;
  @Autowired Ids ids;

  private IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  @AfterEach
  void workAgain() {
    if (!worker.isRunning()) {
      worker.start();
    }
  }

  @Test
  void importsAFileAndReportsWhatBecameOfItsRows() throws Exception {
    Answer queued = submit(mapping(), gzip(file()));
    assertThat(queued.status()).isEqualTo(202);
    assertThat(queued.json().get("status").stringValue()).isEqualTo("QUEUED");
    String location = queued.response().headers().firstValue("location").orElseThrow();

    JsonNode report = finished(location);
    assertThat(report.get("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(report.get("name").stringValue()).isEqualTo("online-retail");
    assertThat(report.get("knownTime").stringValue()).isEqualTo("event_time");
    JsonNode progress = report.get("progress");
    assertThat(progress.at("/file/rowsRead").intValue()).isEqualTo(6);
    assertThat(progress.at("/file/rows/purchases").intValue()).isEqualTo(3);
    assertThat(progress.at("/file/rows/cancellations").intValue()).isEqualTo(1);
    assertThat(progress.at("/file/rows/sales_without_customer").intValue()).isEqualTo(1);
    assertThat(progress.at("/file/rejected/0/code").stringValue())
        .isEqualTo("not_an_integer:Quantity");
    assertThat(progress.at("/file/rejected/0/sampleLines/0").intValue()).isEqualTo(7);
    assertThat(progress.get("published").toString())
        .isEqualTo("{\"customer.updated\":1,\"order.cancelled\":1,\"order.placed\":2}");

    var records = TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
    assertThat(records).hasSize(4);
    assertThat(records)
        .allSatisfy(record ->
            assertThat(TopicReader.header(record, CloudEventHeaders.KNOWN_TIME))
                .isEqualTo(TopicReader.header(record, CloudEventHeaders.TIME)));
    assertThat(client.get("/v1/imports").json().get("items").get(0).get("importId"))
        .isEqualTo(queued.json().get("importId"));
  }

  @Test
  void rejectsARowWhoseCustomerNoStoreCanKeep() throws Exception {
    String file = HEADER + "1,A,MUG,many,2010-12-01 08:26:00,2.55,\0" + customer + ",France\n";
    Answer queued = submit(mapping(), gzip(file));

    JsonNode report = finished("/v1/imports/" + queued.json().get("importId").stringValue());
    assertThat(report.get("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(report.at("/progress/file/rejected/0/code").stringValue())
        .isEqualTo("not_an_integer:Quantity");
  }

  @Test
  void keepsAllDigitsOfWhatIsRejected() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    worker.stop();
    jobs.queue(job(importId, "digits", 1));
    jobs.failed(importId, Instant.now(), "only here to have something rejected");
    worker.start();
    String content = "{\"total\":12345678901234567.89}";
    rejected.keep(
        importId,
        List.of(
            new Rejection(
                Rejection.Kind.ROW, 1, 1L, null, "some_flaw", null, ExactJson.of(content))));
    assertThat(rejected.page(importId, null, 0, 10))
        .extracting(kept -> kept.content().toString())
        .containsExactly(content);
  }

  @Test
  void forgetsRejectedRowsThoughNothingElseIsImported() throws Exception {
    String file = HEADER + "1,A,MUG,many,2010-12-01 08:26:00,2.55," + customer + ",France\n";
    String id = submit(mapping(), gzip(file)).json().get("importId").stringValue();
    finished("/v1/imports/" + id);
    UUID importId = UUID.fromString(id);
    assertThat(rejected.page(importId, null, 0, 10)).hasSize(1);

    Duration month = Duration.ofDays(30);
    new RejectedUpkeep(rejected, month, () -> Instant.now().plus(month).minusSeconds(3_600)).look();
    assertThat(rejected.page(importId, null, 0, 10)).hasSize(1);
    new RejectedUpkeep(rejected, month, () -> Instant.now().plus(month).plusSeconds(60)).look();
    assertThat(rejected.page(importId, null, 0, 10)).isEmpty();
  }

  @Test
  void beginsUnfinishedImportsAnewAfterARestart() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    byte[] file = file().getBytes(StandardCharsets.UTF_8);
    worker.stop();
    spool.keep(importId, place -> Files.write(place, file));
    jobs.queue(job(importId, "left-over", file.length));
    jobs.started(importId, Instant.now());

    worker.start();

    JsonNode report = finished("/v1/imports/" + importId);
    assertThat(report.get("status").stringValue()).isEqualTo("COMPLETE");
    assertThat(TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)).hasSize(4);
    await().until(() -> !spool.holds(importId));
  }

  /** As when a process ends after it has moved the files of another, before it says so. */
  @Test
  void importsAFileThatWasTakenOverInVain() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    byte[] file = file().getBytes(StandardCharsets.UTF_8);
    worker.stop();
    jobs.queue(job(importId, "stranded", file.length));
    hold(importId, "now() - interval '1 minute'");
    spool.keep(importId, place -> Files.write(place, file));

    worker.start();

    assertThat(finished("/v1/imports/" + importId).get("status").stringValue())
        .isEqualTo("COMPLETE");
  }

  @Test
  void takesOverAFileThatWasMovedWhilePostgresWasAway() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    byte[] file = file().getBytes(StandardCharsets.UTF_8);
    worker.stop();
    jobs.queue(job(importId, "moved", file.length));
    hold(importId, "now() - interval '1 minute'");
    worker.start();
    spool.keep(importId, place -> Files.write(place, file));

    new ImportUpkeep(held, spool, worker, Instant::now).look();

    assertThat(finished("/v1/imports/" + importId).get("status").stringValue())
        .isEqualTo("COMPLETE");
  }

  @Test
  void givesOthersTimeToSayThatTheyLiveAfterPostgresWasAway() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    worker.stop();
    jobs.queue(job(importId, "others", 1));
    hold(importId, "now() - interval '61 minutes'");
    AtomicBoolean away = new AtomicBoolean();
    JdbcClient breaking =
        JdbcClient.create(
            new DelegatingDataSource(source) {
              @Override
              public Connection getConnection() throws SQLException {
                if (away.get()) {
                  throw new SQLTransientConnectionException("away");
                }
                return super.getConnection();
              }
            });
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    HeldImports here = new HeldImports(breaking, spool.instance(), false);
    ImportUpkeep upkeep = new ImportUpkeep(here, spool, worker, now::get);

    away.set(true);
    now.updateAndGet(at -> at.plus(Duration.ofHours(2)));
    upkeep.look();
    away.set(false);
    upkeep.look();
    assertThat(client.get("/v1/imports/" + importId).json().get("status").stringValue())
        .isEqualTo("QUEUED");
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(61)));
    upkeep.look();
    assertThat(client.get("/v1/imports/" + importId).json().get("status").stringValue())
        .isEqualTo("FAILED");
  }

  @Test
  void failsAnImportWhoseFileIsGone() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    jobs.queue(job(importId, "lost", 1));

    worker.stop();
    worker.start();

    JsonNode report = finished("/v1/imports/" + importId);
    assertThat(report.get("status").stringValue()).isEqualTo("FAILED");
    assertThat(report.get("error").stringValue()).contains("import it again");
    assertThat(held.take(Set.of(importId))).isEmpty();
  }

  @Test
  void doesNothingToAnImportThatAnotherInstanceHolds() throws Exception {
    UUID importId = UUID.fromString(ids.next());
    worker.stop();
    jobs.queue(job(importId, "elsewhere", 1));
    hold(importId, "now() + interval '1 hour'");

    assertThatThrownBy(() -> jobs.started(importId, Instant.now()))
        .isInstanceOf(OvertakenException.class);
    assertThat(held.next(List.of())).isEmpty();
    assertThat(held.failLost(Duration.ofHours(1))).isZero();
    assertThat(client.get("/v1/imports/" + importId).json().get("status").stringValue())
        .isEqualTo("QUEUED");
    hold(importId, "now() - interval '61 minutes'");
    assertThat(held.failLost(Duration.ofHours(1))).isEqualTo(1);
    assertThat(finished("/v1/imports/" + importId).get("error").stringValue())
        .contains("import it again");
  }

  private void hold(UUID importId, String until) {
    jdbc.sql(
            "update import_job set held_by = ?, held_until = %s where import_id = ?"
                .formatted(until))
        .params(UUID.randomUUID(), importId)
        .update();
  }

  /**
   * Nobody need send a byte: what the requests say that they have is what must fit. They get ever
   * smaller, so that those which fit leave no room for the least import.
   */
  @Test
  void refusesUploadsThatDoNotFitAmongThoseUnderWay() throws Exception {
    List<Socket> arriving = new ArrayList<>();
    try {
      await()
          .until(() -> {
            for (int bytes = 128 << 20; bytes >= 512; bytes /= 2) {
              arriving.add(beginUpload(bytes));
            }
            Answer refused = submit(mapping(), gzip(file()));
            assertThat(refused.status()).isIn(202, 503);
            if (refused.status() == 503) {
              assertThat(refused.problem()).isEqualTo("spool-full");
              assertThat(refused.response().headers().firstValue("retry-after")).isPresent();
            }
            return refused.status() == 503;
          });
    } finally {
      for (Socket socket : arriving) {
        socket.close();
      }
    }
    await().until(() -> submit(mapping(), gzip(file())).status() == 202);
  }

  @Test
  void saysThatAnUploadBrokeOff() throws Exception {
    try (Socket socket = beginUpload(5_000)) {
      socket.getOutputStream().write("--b\r\nContent-Disp".getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("https://churnops.io/problems/unreadable-body", "broke off");
    }
  }

  private Socket beginUpload(int bytes) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket
        .getOutputStream()
        .write(
            """
            POST /v1/imports HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Content-Type: multipart/form-data; boundary=b\r
            Content-Length: %d\r
            \r
            """
                .formatted(TestServers.adminKey(), bytes)
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void listsImportsPageByPage() throws Exception {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      newestFirst.addFirst(submit(mapping(), gzip(file())).json().get("importId").stringValue());
    }

    JsonNode first = client.get("/v1/imports?limit=2").json();
    JsonNode second =
        client.get("/v1/imports?limit=2&cursor=" + first.get("nextCursor").stringValue()).json();

    List<String> listed = new ArrayList<>();
    first.get("items").forEach(item -> listed.add(item.get("importId").stringValue()));
    listed.add(second.get("items").get(0).get("importId").stringValue());
    assertThat(listed).isEqualTo(newestFirst);
    JsonNode beyond = client.get("/v1/imports?cursor=" + new UUID(0, 0)).json();
    assertThat(beyond.get("items")).isEmpty();
    assertThat(beyond.get("nextCursor").isNull()).isTrue();
    assertThat(client.get("/v1/imports?limit=201").status()).isEqualTo(422);
    assertThat(client.get("/v1/imports?cursor=nonsense").status()).isEqualTo(400);
    newestFirst.forEach(id -> finished("/v1/imports/" + id));
  }

  @Test
  void refusesAFormWithoutABoundary() throws Exception {
    Answer answer = client.post("/v1/imports", "multipart/form-data", BodyPublishers.ofString("x"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("unreadable-body");
  }

  @Test
  void tellsWhyAFileCannotBeImported() throws Exception {
    assertThat(failure(mapping(), "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)))
        .contains("no column InvoiceNo");
    assertThat(failure(mapping(), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0})).contains("gzip");
    assertThat(failure(mapping(), (HEADER + "\"never closed").getBytes(StandardCharsets.UTF_8)))
        .contains("not CSV");
    assertThat(failure(mapping(), (HEADER + "ä").getBytes(StandardCharsets.ISO_8859_1)))
        .contains("UTF-8");
  }

  @Test
  void refusesAMappingThatCannotBeFollowed() throws Exception {
    Answer answer = submit("import: x\nrows: []", gzip(file()));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-mapping");
    assertThat(submit("", gzip(file())).problem()).isEqualTo("invalid-import");
    assertThat(submit(mapping(), new byte[0]).problem()).isEqualTo("invalid-import");
  }

  @Test
  void needsTheScopeToBackfill() throws Exception {
    for (String path : List.of("/v1/imports", "/v1/imports/" + UUID.randomUUID())) {
      assertThat(client.withScope("events:write").get(path).status()).isEqualTo(403);
    }
    IngestionClient writer = client.withScope("events:write");
    String form = "multipart/form-data; boundary=b";
    assertThat(writer.post("/v1/imports", form, BodyPublishers.ofString("x")).problem())
        .isEqualTo("forbidden");
    assertThat(writer.post("/v1/events", form, BodyPublishers.ofString("x")).problem())
        .isEqualTo("unsupported-media-type");
    assertThat(client.get("/v1/imports/" + UUID.randomUUID()).problem())
        .isEqualTo("unknown-import");
    assertThat(client.get("/v1/imports/nonsense").status()).isEqualTo(400);
  }

  private static ImportJob job(UUID importId, String name, long bytes) throws IOException {
    return new ImportJob(
        importId,
        name,
        mapping(),
        "test",
        Instant.now(),
        ImportJob.Source.uploaded(bytes),
        "event_time");
  }

  private String failure(String mapping, byte[] file) throws Exception {
    String location =
        submit(mapping, file).response().headers().firstValue("location").orElseThrow();
    JsonNode report = finished(location);
    assertThat(report.get("status").stringValue()).isEqualTo("FAILED");
    return report.get("error").stringValue();
  }

  private JsonNode finished(String location) {
    return await()
        .until(
            () -> client.get(location).json(),
            report -> List.of("COMPLETE", "FAILED").contains(report.get("status").stringValue()));
  }

  private Answer submit(String mapping, byte[] file) throws Exception {
    String boundary = "boundary" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(part(boundary, "mapping", "mapping.yaml"));
    body.writeBytes(mapping.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(part(boundary, "file", "file.csv"));
    body.writeBytes(file);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return client.post(
        "/v1/imports",
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private static byte[] part(String boundary, String name, String fileName) {
    return "\r\n--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
        .formatted(boundary, name, fileName)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String file() {
    return HEADER
        + """
        1,A,"RED, SMALL",2,2010-12-01 08:26:00,2.55,%1$s.0,United Kingdom
        2,A,MUG,1,2010-12-02 08:26:00,1.00,%1$s.0,United Kingdom
        1,B,MUG,1,2010-12-01 08:27:00,1.00,%1$s.0,United Kingdom
        C3,A,MUG,-1,2010-12-03 08:26:00,2.55,%1$s.0,United Kingdom
        4,A,MUG,1,2010-12-03 08:26:00,2.55,,United Kingdom
        5,A,MUG,one,2010-12-03 08:26:00,2.55,%1$s.0,United Kingdom
        """
            .formatted(customer);
  }

  private static String mapping() throws IOException {
    try (InputStream in = ImportsIT.class.getResourceAsStream("/mappings/online-retail.yaml")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
