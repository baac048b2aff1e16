package io.churnops.feature.log;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends what an instance has begun to COPY and does not go on with, because it is frozen: Postgres
 * itself heeds none of its time limits while it waits for rows, and the keys of the events stay
 * locked. Whoever takes the partitions over does so for it, as the role is the same.
 */
@Component
class EndSilentCopies {

  private static final Logger log = LoggerFactory.getLogger(EndSilentCopies.class);

  private final JdbcClient jdbc;

  EndSilentCopies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A batch is copied in less than a second; one that was ended in vain is taken again. */
  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      int ended =
          jdbc.sql(
                  """
                  select pg_terminate_backend(pid) from pg_stat_activity
                  where usename = current_user and datname = current_database()
                    and state = 'active' and wait_event = 'ClientRead'
                    and query ilike 'copy % from stdin%'
                    and query_start < clock_timestamp() - interval '10 seconds'
                  """)
              .query(Boolean.class)
              .list()
              .size();
      if (ended > 0) {
        log.warn("Ended {} transactions that waited for the rest of a COPY", ended);
      }
    } catch (DataAccessException away) {
      log.debug("It cannot be asked who waits for rows: {}", away.toString());
    }
  }
}
