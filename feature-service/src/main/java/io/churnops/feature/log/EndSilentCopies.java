package io.churnops.feature.log;

import java.time.Duration;
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
 * locked. Whoever takes the partitions over does so for it, as the role is the same. What others do
 * in that role, as restoring a dump, is left alone.
 */
@Component
class EndSilentCopies {

  private static final Logger log = LoggerFactory.getLogger(EndSilentCopies.class);

  /** A batch is copied in less than a second; one that was ended in vain is taken again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JdbcClient jdbc;

  EndSilentCopies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void look() {
    end(PATIENCE);
  }

  void end(Duration patience) {
    try {
      int ended =
          jdbc.sql(
                  """
                  select pg_terminate_backend(pid) from pg_stat_activity
                  where usename = current_user and datname = current_database()
                    and state = 'active' and wait_event = 'ClientRead'
                    and (starts_with(query, :keys) or starts_with(query, :events))
                    and query_start < clock_timestamp() - make_interval(secs => :patience)
                  """)
              .param("keys", CopyRows.statement(EventKeys.COPIED))
              .param("events", CopyRows.statement(EventLog.COPIED))
              .param("patience", patience.toMillis() / 1_000.0)
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
