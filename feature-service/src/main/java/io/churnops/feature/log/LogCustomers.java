package io.churnops.feature.log;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The customers in the log, in the order of their ids. */
@Repository
public class LogCustomers {

  private final JdbcClient jdbc;

  LogCustomers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A customer of whom the log holds some events. */
  public record Customer(String id, long events) {}

  /** The first customers after one, empty at the end. */
  public List<Customer> after(String customerId, int limit) {
    return jdbc.sql(
            """
            select customer_id, count(*) from customer_event where customer_id > ?
            group by customer_id order by customer_id limit ?\
            """)
        .params(customerId, limit)
        .query((row, _) -> new Customer(row.getString(1), row.getLong(2)))
        .list();
  }

  /** How many events the log holds. */
  public long events() {
    return jdbc.sql("select coalesce(sum(events), 0) from log_position").query(Long.class).single();
  }
}
