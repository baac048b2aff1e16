package io.churnops.feature.log;

import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which topic each partition of the log is read from. Offsets order the log and say what a state
 * holds, so they must go on rising when a topic is deleted and created again.
 */
@Repository
public class LogSources {

  private static final Logger log = LoggerFactory.getLogger(LogSources.class);

  /** Room for what was still being read of the old topic when the new one was met. */
  private static final long GAP = 1_000_000_000;

  private final JdbcClient jdbc;

  LogSources(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The source of a partition; a topic that is new to it begins beyond all that was logged. */
  @Transactional
  public LogSource open(UUID topicId, int partition) {
    jdbc.sql(
            """
            insert into log_source (kafka_partition, topic_id, first_offset)
            values (?, ?, 0) on conflict do nothing\
            """)
        .params(partition, topicId)
        .update();
    LogSource known =
        jdbc.sql(
                """
                select topic_id, kafka_partition, first_offset from log_source
                where kafka_partition = ? for update\
                """)
            .param(partition)
            .query((row, _) ->
                new LogSource(row.getObject(1, UUID.class), row.getInt(2), row.getLong(3)))
            .single();
    return known.topicId().equals(topicId) ? known : replace(known, topicId);
  }

  private LogSource replace(LogSource old, UUID topicId) {
    Optional<Long> reached =
        jdbc.sql("select kafka_offset from log_position where kafka_partition = ?")
            .param(old.partition())
            .query(Long.class)
            .optional();
    long first = Math.max(old.firstOffset(), reached.orElse(0L)) + GAP;
    jdbc.sql("update log_source set topic_id = ?, first_offset = ? where kafka_partition = ?")
        .params(topicId, first, old.partition())
        .update();
    log.warn("Partition {} is of a new topic; the log counts on from {}", old.partition(), first);
    return new LogSource(topicId, old.partition(), first);
  }
}
