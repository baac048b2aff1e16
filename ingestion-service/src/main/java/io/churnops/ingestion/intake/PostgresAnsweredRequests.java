package io.churnops.ingestion.intake;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in Postgres. A key is claimed and answered in one transaction, so of two requests at once
 * the second waits for the answer of the first, on whichever instance, and a crash frees the key.
 */
final class PostgresAnsweredRequests implements AnsweredRequests {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JsonMapper json;
  private final InstantSource clock;
  private final Duration rememberedFor;

  PostgresAnsweredRequests(
      JdbcClient jdbc,
      TransactionOperations transactions,
      JsonMapper json,
      InstantSource clock,
      Duration rememberedFor) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.json = json;
    this.clock = clock;
    this.rememberedFor = rememberedFor;
  }

  @Override
  public Receipt answer(Request request, Supplier<Receipt> work) {
    return transactions.execute(_ -> {
      Instant now = clock.instant();
      forgetExpired(now);
      if (!claim(request, now)) {
        return earlier(request);
      }
      Receipt receipt = work.get();
      remember(request, receipt);
      return receipt;
    });
  }

  /** A few at a time, so that each request pays for about one. */
  private void forgetExpired(Instant now) {
    jdbc.sql(
            """
            delete from answered_request where (principal, idempotency_key) in (
              select principal, idempotency_key from answered_request
              where expires_at <= :now order by expires_at limit 10 for update skip locked)
            """)
        .param("now", utc(now))
        .update();
  }

  /** Waits for whoever holds the key; false when it has been answered. */
  private boolean claim(Request request, Instant now) {
    try {
      jdbc.sql("set local lock_timeout = '3s'").update();
      return jdbc.sql(
                  """
                  insert into answered_request
                    (principal, idempotency_key, request_sha256, expires_at)
                  values (:principal, :key, :sha256, :expires)
                  on conflict (principal, idempotency_key) do update
                  set request_sha256 = excluded.request_sha256, expires_at = excluded.expires_at
                  where answered_request.expires_at <= :now
                  """)
              .param("principal", request.principal())
              .param("key", request.key())
              .param("sha256", request.sha256())
              .param("expires", utc(now.plus(rememberedFor)))
              .param("now", utc(now))
              .update()
          == 1;
    } catch (DataAccessException notClaimed) {
      if (NestedExceptionUtils.getMostSpecificCause(notClaimed) instanceof SQLException cause
          && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
        throw IdempotencyKeyException.underWay();
      }
      throw notClaimed;
    }
  }

  private Receipt earlier(Request request) {
    Earlier earlier =
        jdbc.sql(
                """
                select request_sha256, receipt from answered_request
                where principal = :principal and idempotency_key = :key
                """)
            .param("principal", request.principal())
            .param("key", request.key())
            .query((row, _) -> new Earlier(row.getString(1), row.getString(2)))
            .single();
    if (!earlier.sha256().equals(request.sha256())) {
      throw IdempotencyKeyException.reused();
    }
    return json.readValue(earlier.receipt(), Receipt.class);
  }

  private void remember(Request request, Receipt receipt) {
    jdbc.sql(
            """
            update answered_request set receipt = cast(:receipt as json)
            where principal = :principal and idempotency_key = :key
            """)
        .param("receipt", json.writeValueAsString(receipt))
        .param("principal", request.principal())
        .param("key", request.key())
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private record Earlier(String sha256, String receipt) {}
}
