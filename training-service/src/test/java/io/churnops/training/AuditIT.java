package io.churnops.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.platform.test.TestServers;
import io.churnops.training.datasets.ShopDataset;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AuditIT extends RunningService {

  @BeforeEach
  void doSomethingToTellOf() {
    if (get("/v1/models/audited").status() == 404) {
      train("audited", FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1)), "never");
      say("a word");
      say("another word");
    }
  }

  @Test
  void tellsWhoDidWhatInPages() {
    say("ä \"first\" word");
    say("a second word");
    JsonNode first = get("/v1/audit?subject=audited&limit=1").json();
    assertThat(first.at("/items/0/action").asString()).isEqualTo("version.approved");
    assertThat(first.at("/items/0/actor").asString()).isEqualTo("admin");
    assertThat(first.at("/items/0/detail/reason").asString()).isEqualTo("a second word");
    JsonNode second =
        get("/v1/audit?subject=audited&limit=1&cursor=" + first.get("nextCursor").asString())
            .json();
    assertThat(second.at("/items/0/detail/reason").asString()).isEqualTo("ä \"first\" word");

    JsonNode registered = get("/v1/audit?subject=audited/1&action=version.registered").json();
    assertThat(registered.get("items")).hasSize(1);
    assertThat(registered.get("nextCursor").isNull()).isTrue();
    assertThat(get("/v1/audit?actor=nobody").json().get("items")).isEmpty();
    assertThat(get("/v1/audit?subject=audit").json().get("items")).isEmpty();
    assertThat(get("/v1/audit?cursor=0").status()).isEqualTo(422);
  }

  @Test
  void chainsTheLinesOfManyWritersAtOnce() throws Exception {
    List<Callable<Integer>> words = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      String word = "writer " + writer;
      words.add(() -> say(word));
    }
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : writers.invokeAll(words)) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }

    JsonNode verdict = get("/v1/audit:verify").json();
    assertThat(verdict.get("intact").asBoolean()).as(verdict.toString()).isTrue();
    assertThat(verdict.get("lines")).isEqualTo(verdict.at("/head/position"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update audit set actor = 'somebody' where position = 2 | 2",
        "update audit set at = at + interval '1 microsecond' where position = 2 | 2",
        "update audit set detail = '{}' where position = 1 | 1",
        "delete from audit where position = 2 | 2",
        "delete from audit where position = (select max(position) from audit) | -1",
        "update audit set position = 1000000 where position = 2 | 2",
        "insert into audit (at, actor, action, subject, detail, position, hash)"
            + " select at, actor, action, subject, detail, position + 1, hash from audit"
            + " order by position desc limit 1 | 0",
      })
  void findsALineThatWasTamperedWith(String tampering, int broken) throws SQLException {
    await("nobody writes meanwhile").until(this::isNothingUnderWay);
    JsonNode head = get("/v1/audit:verify").json().get("head");
    try (Connection owner = connect()) {
      execute(owner, "set search_path to registry");
      execute(owner, "create table audit_kept as select * from audit");
      execute(owner, "alter table audit disable trigger user");
      try {
        execute(owner, tampering);
        JsonNode verdict = get("/v1/audit:verify").json();

        assertThat(verdict.get("intact").asBoolean()).isFalse();
        assertThat(verdict.at("/broken/position").asLong())
            .isEqualTo(broken > 0 ? broken : head.get("position").asLong() + 1 + broken);
      } finally {
        execute(owner, "delete from audit");
        execute(owner, "insert into audit overriding system value select * from audit_kept");
        execute(owner, "alter table audit enable trigger user");
        execute(owner, "drop table audit_kept");
      }
    }
    assertThat(get("/v1/audit:verify").json().get("intact").asBoolean()).isTrue();
  }

  @Test
  void findsAChainThatWasRewrittenByAHeadKeptElsewhere() {
    JsonNode head = get("/v1/audit:verify").json().get("head");
    String path = "/v1/audit:verify?position=" + head.get("position").asString() + "&hash=";

    assertThat(get(path + head.get("hash").asString()).json().get("intact").asBoolean()).isTrue();
    JsonNode other = get(path + "0".repeat(64)).json();
    assertThat(other.at("/broken/reason").asString()).contains("rewritten");
    assertThat(get(path + "none").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"position=1, hash", "hash=%s, position"})
  void asksForBothPartsOfAHead(String given, String missing) {
    Answer answer = get("/v1/audit:verify?" + given.formatted("0".repeat(64)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("type").asString()).endsWith("/invalid-request");
    assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(missing);
  }

  /** Runs and retrainings that other tests left to themselves write lines when they end. */
  private boolean isNothingUnderWay() throws SQLException {
    try (Connection owner = connect();
        var statement = owner.createStatement();
        var found =
            statement.executeQuery(
                """
                select from registry.run where status in ('QUEUED', 'RUNNING') union all
                select from registry.retraining where status = 'RUNNING'\
                """)) {
      return !found.next();
    }
  }

  private int say(String reason) {
    return post(
            "/v1/models/audited/versions/1:approve",
            "{\"reason\": \"%s\"}".formatted(reason.replace("\"", "\\\"")))
        .status();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(TestServers.shared().postgresUrl(), "registry", "test");
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
