package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** A partition of the log that an operator or a restored backup took away is made anew. */
@FeatureServiceTest
class LostMonthIT {

  private final Store store;
  private final JdbcClient jdbc;

  LostMonthIT(@Autowired Store store, @Autowired JdbcClient jdbc) {
    this.store = store;
    this.jdbc = jdbc;
  }

  @Test
  void goodEventsAreNotTakenForBadOnes() throws Exception {
    send("before-" + UUID.randomUUID());
    jdbc.sql("drop table customer_event_y2003m05").update();
    String customer = "after-" + UUID.randomUUID();

    send(customer);

    assertThat(store.deadLetters(Set.of(customer))).isEmpty();
    assertThat(
            jdbc.sql("select count(*) from customer_event where customer_id = ?")
                .param(customer)
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  private void send(String customer) {
    long time = Instant.parse("2003-05-05T05:05:05Z").getEpochSecond() * 1_000_000;
    store.sendEvents(
        List.of(
            new CustomerEvent(
                "/lost-month",
                customer,
                "order.placed",
                customer,
                time,
                time,
                JsonMapper.shared().readTree("{\"orderId\":\"1\"}"))));
    store.awaitFolded();
  }
}
