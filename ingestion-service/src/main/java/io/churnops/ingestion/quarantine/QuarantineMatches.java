package io.churnops.ingestion.quarantine;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Which rows of the quarantine a filter finds. */
final class QuarantineMatches {

  static final String CONDITION =
      """
      (cast(:type as text) is null or event_type = :type)
      and (cast(:code as text) is null or code = :code)
      and (cast(:rule as text) is null or rule = :rule)
      and (cast(:subject as text) is null or subject = :subject)
      and (cast(:source as text) is null or event_source = :source)
      and (cast(:quarantined as boolean) is null or quarantined = :quarantined)
      and (cast(:since as timestamptz) is null or refused_at >= :since)
      and (cast(:until as timestamptz) is null or refused_at < :until)
      and (cast(:before as uuid) is null or item_id < :before)
      """;

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private QuarantineMatches() {}

  /** A statement with {@link #CONDITION}. */
  static StatementSpec in(
      JdbcClient jdbc, String sql, QuarantineFilter filter, @Nullable UUID before) {
    return jdbc.sql(sql)
        .param("type", filter.type(), Types.VARCHAR)
        .param("code", filter.code(), Types.VARCHAR)
        .param("rule", filter.rule(), Types.VARCHAR)
        .param("subject", filter.subject(), Types.VARCHAR)
        .param("source", filter.source(), Types.VARCHAR)
        .param("quarantined", filter.quarantined(), Types.BOOLEAN)
        .param("since", nullable(filter.since()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("until", nullable(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("before", before, Types.OTHER);
  }

  private static @Nullable OffsetDateTime nullable(@Nullable Instant instant) {
    return instant == null ? null : utc(clamped(instant));
  }

  /** Nothing was refused before or will be after; Postgres knows no time far beyond. */
  private static Instant clamped(Instant instant) {
    return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
