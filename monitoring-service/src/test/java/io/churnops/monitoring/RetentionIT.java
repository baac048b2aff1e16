package io.churnops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What is older than the retention goes, and does not come back. */
class RetentionIT extends MonitoringSuite {

  private static final Duration LONG_AGO = Duration.ofDays(181);
  private static final String ALL_TIME = "&from=2020-01-01T00:00:00Z";

  @Autowired private JdbcClient jdbc;

  @Test
  void deletesOldPredictionsAndTheirCountsAndKeepsTheOthers() {
    String model = unique("aged");
    register(model, Predictions.BASELINE);
    log(Predictions.of(model).usualAgo(30, Duration.ofDays(179)));
    log(Predictions.of(model).usual(20));
    await().atMost(SOON).until(() -> countedEver(model) == 50);
    assertThat(kept(model)).isEqualTo(50);

    jdbc.sql(
            "update prediction set evaluated_at = evaluated_at - interval '2 days'"
                + " where model_name = ? and evaluated_at < now() - interval '1 day'")
        .param(model)
        .update();
    jdbc.sql(
            "update bin_count set hour = hour - interval '2 days'"
                + " where model_name = ? and hour < now() - interval '1 day'")
        .param(model)
        .update();

    await().atMost(SOON).until(() -> kept(model) == 20 && countedEver(model) == 20);
  }

  @Test
  void deletesMoreThanFitsIntoOneTransaction() {
    String model = unique("many");
    jdbc.sql(
            """
            insert into prediction (prediction_id, customer_id, model_name, model_version, variant,
              evaluated_at, features_as_of, churn_probability, risk_band, decision, threshold,
              inputs, degraded, latency_micros, binned, received_at)
            select gen_random_uuid(), 'C-' || n, ?, 1, 'champion',
              now() - interval '200 days', now(), .5, 'HIGH', 'CHURN', .4,
              '{}', '[]', 1, n % 2 = 0, now()
            from generate_series(1, 12000) n
            """)
        .param(model)
        .update();

    await().atMost(SOON).until(() -> kept(model) == 0);
  }

  @Test
  void doesNotCountAgainWhatIsDeliveredAfterItWasDeleted() throws Exception {
    String model = unique("late");
    register(model, Predictions.BASELINE);
    log(Predictions.of(model).usualAgo(10, LONG_AGO));
    String id = UUID.randomUUID().toString();
    log(Predictions.of(model).one(id, unique("C")));

    await().atMost(SOON).until(() -> hasReadEverything() && countedEver(model) > 0);
    assertThat(countedEver(model)).isEqualTo(1);
    assertThat(kept(model)).isEqualTo(1);
    assertThat(get("/v1/predictions/" + id).isOk()).isTrue();
  }

  private long countedEver(String model) {
    JsonNode drift = get("/v1/drift?version=1&model=" + model + ALL_TIME).json();
    return drift.at("/score/windowRows").asLong(-1);
  }

  private int kept(String model) {
    return jdbc.sql("select count(*) from prediction where model_name = ?")
        .param(model)
        .query(Integer.class)
        .single();
  }
}
