package io.churnops.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.contract.Topics;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.forest.BinnedTable;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.TrainingTable;
import io.churnops.platform.test.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Spark, in this JVM, makes the very rows and the very forest that one machine makes. */
class ClusterIT {

  /** Those of feature-service that make the tables of the log and of identities. */
  private static final List<String> MIGRATIONS = List.of("V1__event_log", "V30__identities");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ForestParameters PARAMETERS =
      ForestParameters.defaults().withTrees(9).withMinLeafSize(3).withFeatureFraction(0.5);

  private static JavaSparkContext spark;
  private static LogSource log;

  @TempDir private Path folder;

  @BeforeAll
  static void startSparkAndFillTheLog() throws SQLException, IOException {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[3]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
    Map<String, Object> variables =
        TestServers.shared().variables(TestServers.shared().newDatabase());
    log =
        new LogSource(
            String.valueOf(variables.get("CHURNOPS_POSTGRES_URL")),
            "features",
            String.valueOf(variables.get("CHURNOPS_POSTGRES_PASSWORD")));
    try (Connection connection = writable()) {
      for (String migration : MIGRATIONS) {
        execute(connection, text(ClusterIT.class, "/db/feature/" + migration + ".sql"));
      }
      execute(
          connection,
          """
          create table customer_event_2025 partition of customer_event
            for values from ('2025-01-01T00:00:00Z') to ('2026-01-01T00:00:00Z')
          """);
      insert(connection, golden().path("events"));
    }
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void makesTheRowsOfFeatureService() throws IOException, SQLException {
    for (int ranges : new int[] {1, 7}) {
      BuildRows.Built built =
          new BuildRows(spark, log).write(plan(), ranges, folder.resolve(ranges + ".csv.gz"));

      assertThat(built.rows()).isEqualTo(golden().path("rows").longValue());
      assertThat(built.sha256()).isEqualTo(golden().path("sha256").stringValue());
    }
  }

  @Test
  void growsTheForestOfOneMachineFromTheRows() throws IOException, SQLException {
    Path rows = folder.resolve("rows.csv.gz");
    new BuildRows(spark, log).write(plan(), 3, rows);
    List<InputColumn> columns =
        CompiledView.compile(FeatureViewDefinition.parse(golden().path("view").toString()))
            .columns()
            .stream()
            .map(column -> new InputColumn(column.name(), InputType.valueOf(column.type().name())))
            .toList();
    Instant until = Instant.parse("2025-05-01T00:00:00Z");

    TrainingTable table = new RowsFile(rows, 1, columns).table(until);
    ForestPart forest = GrowForest.of(spark, BinnedTable.of(table, 2), PARAMETERS, 4);

    assertThat(forest.isWhole()).isTrue();
    assertThat(forest.grownOn())
        .as("one process, so one place")
        .singleElement()
        .satisfies(place -> {
          assertThat(place.to()).isEqualTo(PARAMETERS.trees());
          assertThat(place.host()).isEqualTo("127.0.0.1");
          assertThat(place.environment())
              .containsEntry("java", Runtime.version().toString())
              .containsEntry("spark", "4.2.0");
        });
    assertThat(forest.trees().encode())
        .isEqualTo(new ForestTrainer(2).train(table, PARAMETERS).encode());
    assertThat(forest.trees().nodes()).isGreaterThan(9 * 3);
    assertThatThrownBy(() -> new RowsFile(rows, 1, columns).table(Instant.EPOCH))
        .isInstanceOf(UnusableInputException.class);
    assertThatThrownBy(() -> new RowsFile(rows, 2, columns).table(until))
        .isInstanceOf(UnusableInputException.class);
  }

  @Test
  void refusesALogWithJoinedCustomers() throws SQLException {
    try (Connection connection = writable()) {
      execute(
          connection,
          """
          insert into identity_change (kind, known_id, other_id, known_from)
          values ('JOIN', 'golden', 'golden 01', '2025-02-01T00:00:00Z')
          """);
      assertThatThrownBy(
              () -> new BuildRows(spark, log).write(plan(), 1, folder.resolve("none.csv.gz")))
          .isInstanceOf(UnusableInputException.class)
          .hasMessageContaining("joined");
      execute(connection, "delete from identity_change");
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static TrainingSetPlan plan() {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.putObject("view").set("definition", golden().path("view"));
    manifest
        .putArray("labels")
        .addObject()
        .put("column", "label")
        .set("definition", golden().path("label"));
    manifest.set("cutoffs", golden().path("cutoffs"));
    manifest.set("knownTime", golden().path("knownTime"));
    manifest.putObject("eventHighWater").put("labelsMatureUntil", "2025-06-29T00:00:00Z");
    return TrainingSetPlan.of(manifest);
  }

  private static void insert(Connection connection, JsonNode events) throws SQLException {
    try (PreparedStatement row =
            connection.prepareStatement(
                "insert into customer_event values (?, ?, ?, ?, ?, ?, ?::json, 0, ?)");
        Statement position = connection.createStatement()) {
      long offset = 0;
      for (JsonNode event : events) {
        row.setString(1, event.path("customerId").stringValue());
        row.setTimestamp(2, time(event.path("time")));
        row.setTimestamp(3, time(event.path("known")));
        row.setString(4, event.path("source").stringValue());
        row.setString(5, event.path("id").stringValue());
        row.setString(6, event.path("type").stringValue());
        row.setString(7, event.path("data").toString());
        row.setLong(8, offset++);
        row.addBatch();
      }
      row.executeBatch();
      position.execute(
          "insert into log_position values (0, %d, now(), now(), %d)".formatted(offset, offset));
    }
  }

  private static Timestamp time(JsonNode text) {
    return Timestamp.from(Instant.parse(text.stringValue()));
  }

  private static Connection writable() throws SQLException {
    Connection connection = log.open();
    connection.setReadOnly(false);
    connection.setAutoCommit(true);
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static JsonNode golden() {
    return JSON.readTree(text(Topics.class, "golden/training-rows.v1.json"));
  }

  private static String text(Class<?> near, String name) {
    try (InputStream file = near.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
