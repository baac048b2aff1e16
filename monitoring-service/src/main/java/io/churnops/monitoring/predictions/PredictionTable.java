package io.churnops.monitoring.predictions;

import io.churnops.monitoring.drift.Baselines.VersionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The predictions in the database. */
@Repository
class PredictionTable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RowMapper<PredictionAnswer> ANSWER = (row, _) -> answer(row);

  private final JdbcTemplate jdbc;

  PredictionTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds those that are new, within the current transaction; answers them.
   *
   * @param known versions whose predictions are counted in their bins at once
   */
  List<LoggedPrediction> addNew(
      List<LoggedPrediction> predictions, Set<VersionId> known, Instant receivedAt) {
    int[] added =
        jdbc.batchUpdate(
            """
            insert into prediction (prediction_id, customer_id, model_name, model_version, variant,
              evaluated_at, features_as_of, churn_probability, risk_band, decision, threshold,
              inputs, degraded, latency_micros, binned, received_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?)
            on conflict (prediction_id) do nothing
            """,
            predictions.stream()
                .map(prediction ->
                    values(prediction, known.contains(prediction.version()), receivedAt))
                .toList());
    List<LoggedPrediction> fresh = new ArrayList<>();
    for (int i = 0; i < added.length; i++) {
      if (added[i] == 1) {
        fresh.add(predictions.get(i));
      }
    }
    return fresh;
  }

  private static Object[] values(LoggedPrediction prediction, boolean binned, Instant receivedAt) {
    return new Object[] {
      prediction.predictionId(),
      prediction.customerId(),
      prediction.modelName(),
      prediction.modelVersion(),
      prediction.variant(),
      Timestamp.from(prediction.evaluatedAt()),
      Timestamp.from(prediction.featuresAsOf()),
      prediction.churnProbability(),
      prediction.riskBand(),
      prediction.decision(),
      prediction.threshold(),
      JSON.writeValueAsString(prediction.inputs()),
      JSON.writeValueAsString(prediction.degraded()),
      prediction.latencyMicros(),
      binned,
      Timestamp.from(receivedAt)
    };
  }

  void markBinned(List<UUID> predictions) {
    jdbc.batchUpdate(
        "update prediction set binned = true where prediction_id = ?",
        predictions.stream().map(id -> new Object[] {id}).toList());
  }

  /** Deletes some of the predictions from before a moment; answers how many. */
  int deleteBefore(Instant moment, int most) {
    return jdbc.update(
        """
        delete from prediction where prediction_id in (
          select prediction_id from prediction where evaluated_at < ?
          order by evaluated_at limit ? for update skip locked)
        """,
        Timestamp.from(moment),
        most);
  }

  /** Deletes the predictions about some customers; answers how many. */
  int deleteOf(Collection<String> customers) {
    return jdbc.update(
        "delete from prediction where customer_id = any(?)",
        (Object) customers.toArray(String[]::new));
  }

  /** Versions with predictions that wait for their baseline. */
  List<VersionId> waiting() {
    return jdbc.query(
        "select distinct model_name, model_version from prediction where not binned",
        (row, _) -> new VersionId(row.getString("model_name"), row.getInt("model_version")));
  }

  /** Some of the waiting predictions of a version, locked until the transaction ends. */
  List<PredictionAnswer> lockWaiting(VersionId id, int most) {
    return jdbc.query(
        """
        select * from prediction where not binned and model_name = ? and model_version = ?
        order by prediction_id limit ? for update skip locked
        """,
        ANSWER,
        id.model(),
        id.version(),
        most);
  }

  Optional<PredictionAnswer> find(UUID predictionId) {
    return jdbc
        .query("select * from prediction where prediction_id = ?", ANSWER, predictionId)
        .stream()
        .findFirst();
  }

  /** Of one customer, the newest first. */
  List<PredictionAnswer> ofCustomer(String customerId, int most) {
    return jdbc.query(
        "select * from prediction where customer_id = ? order by evaluated_at desc limit ?",
        ANSWER,
        customerId,
        most);
  }

  /** Shows all that were made of a customer. */
  void forEachOf(Set<String> ids, Consumer<PredictionAnswer> taker) {
    jdbc.query(
        "select * from prediction where customer_id = any(?) order by evaluated_at, prediction_id",
        row -> {
          taker.accept(answer(row));
        },
        (Object) ids.toArray(String[]::new));
  }

  private static PredictionAnswer answer(ResultSet row) throws SQLException {
    return new PredictionAnswer(
        row.getObject("prediction_id", UUID.class).toString(),
        row.getString("customer_id"),
        row.getString("model_name"),
        row.getInt("model_version"),
        row.getString("variant"),
        row.getTimestamp("evaluated_at").toInstant(),
        row.getTimestamp("features_as_of").toInstant(),
        row.getDouble("churn_probability"),
        row.getString("risk_band"),
        row.getString("decision"),
        row.getDouble("threshold"),
        JSON.readTree(row.getString("inputs")),
        JSON.readValue(row.getString("degraded"), new TypeReference<List<String>>() {}),
        row.getLong("latency_micros"),
        row.getTimestamp("received_at").toInstant());
  }
}
