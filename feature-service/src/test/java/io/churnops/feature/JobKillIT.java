package io.churnops.feature;

import static io.churnops.platform.test.SilencePoint.before;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.platform.test.FaultProxy.Silence;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The service dies while it makes training sets: the next one makes them whole, or not at all. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobKillIT {

  private static final String VIEW = "jobs";

  private final Instant now = Instant.now();
  private final Shop shop = new Shop(37, 30, now);
  private SeparateStore store;

  @BeforeAll
  void start() throws Exception {
    store = SeparateStore.shared();
    var equality = new Equality(store.client(), VIEW);
    store.send(shop.events(600));
    store.assertSound(equality, shop);
  }

  @Test
  void makesWholeWhatWasWrittenAndNotYetComplete() throws Exception {
    Silence silence = store.postgres().silenceAt(before("update training_dataset"));
    String table = accepted(uploadTable());
    String waiting = accepted(requestSpine());
    silence.await();
    assertNotVisible(table);
    assertNotVisible(waiting);
    store.kill();
    store.start();

    assertThat(complete(table)).isEqualTo(complete(accepted(uploadTable())));
    assertThat(complete(waiting)).isEqualTo(complete(accepted(requestSpine())));
  }

  @Test
  void makesWholeWhatWasBeingRead() throws Exception {
    Silence silence =
        store
            .postgres()
            .silenceAt(before("select customer_id, event_time, known_time, source, id, type, "));
    String dataset = accepted(requestSpine());
    silence.await();
    assertNotVisible(dataset);
    store.kill();
    store.start();

    assertThat(complete(dataset)).isEqualTo(complete(accepted(requestSpine())));
  }

  private void assertNotVisible(String dataset) {
    assertThat(store.client().json(store.client().get(dataset)).path("status").stringValue())
        .isEqualTo("RUNNING");
    HttpResponse<String> rows = store.client().get(dataset + "/rows");
    assertThat(rows.statusCode()).isEqualTo(409);
    assertThat(rows.body()).contains("https://churnops.io/problems/dataset-not-complete");
  }

  private HttpResponse<String> uploadTable() {
    StringBuilder csv = new StringBuilder("customerID,Months,Churn\n");
    for (int i = 0; i < 100; i++) {
      csv.append("T-%d,%d,%s\n".formatted(i, i % 13, i % 3 == 0 ? "Yes" : "No"));
    }
    return store
        .client()
        .upload(
            "/v1/tables?label=Churn&id=customerID&asOf=2026-01-01T00:00:00Z",
            "text/csv",
            csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> requestSpine() {
    Instant cutoff = now.minus(60, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
    StringBuilder csv = new StringBuilder("customer_id,time,label\n");
    for (int i = 0; i < shop.customers().size(); i++) {
      String quoted = shop.customers().get(i).replace("\"", "\"\"");
      csv.append("\"%s\",%s,%d\n".formatted(quoted, cutoff, i % 2));
    }
    return store
        .client()
        .post(
            "/v1/training-datasets",
            Map.of("view", VIEW, "spine", Map.of("csv", csv.toString(), "horizon", "30d")));
  }

  /** Where the training set is. */
  private static String accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** The digest of the rows, once they are complete. */
  private String complete(String dataset) {
    JsonNode ended =
        Awaitility.await(dataset)
            .atMost(Store.PATIENCE)
            .until(
                () -> store.client().json(store.client().get(dataset)),
                answer -> !answer.path("status").stringValue().equals("RUNNING"));
    assertThat(ended.path("status").stringValue()).as("%s", ended).isEqualTo("COMPLETE");
    assertThat(store.client().bytes(dataset + "/rows", Map.of()).statusCode()).isEqualTo(200);
    return ended.path("manifest").path("sha256").stringValue();
  }
}
