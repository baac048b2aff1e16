package io.churnops.feature.rebuilds;

import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets customers at whom rebuilds have paused or ended. */
@Component
public class ForgetPlaces {

  private final JdbcClient jdbc;

  ForgetPlaces(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Has the rebuilds that stand at some customers stand at those before them; waits for a step that
   * is under way. The customers must be gone from the log, so that no rebuild comes to them again.
   */
  public void forget(Collection<String> customers) {
    jdbc.sql(
            """
            update rebuild set after_customer = coalesce(
              (select max(customer_id) from customer_event
                where customer_id < rebuild.after_customer), '')
            where after_customer = any(?)\
            """)
        .param(customers.toArray(String[]::new))
        .update();
  }
}
