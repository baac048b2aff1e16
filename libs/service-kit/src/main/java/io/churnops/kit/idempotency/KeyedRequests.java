package io.churnops.kit.idempotency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Keys and their answers in Postgres. A key is claimed before the work and answered after it, and
 * no connection is held in between: the claim is a lease that is renewed while the work goes on, so
 * a crash frees the key within {@link #LEASE}.
 */
final class KeyedRequests implements AutoCloseable {

  /** How long a claim outlives the instance that made it. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration RENEW_EVERY = LEASE.dividedBy(3);
  private static final Logger log = LoggerFactory.getLogger(KeyedRequests.class);

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Duration rememberedFor;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("key-leases").factory());

  KeyedRequests(JdbcClient jdbc, InstantSource clock, Duration rememberedFor) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.rememberedFor = rememberedFor;
    var _ =
        renewals.scheduleWithFixedDelay(
            this::renew, RENEW_EVERY.toMillis(), RENEW_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What a request was answered.
   *
   * @param requestSha256 digest of the request that the answer is to
   */
  record Answer(
      String requestSha256,
      int status,
      @Nullable String contentType,
      @Nullable String location,
      byte[] body) {}

  /** Claims a key; empty when it has been answered or is being worked on. */
  Optional<UUID> claim(byte[] id) {
    Instant now = clock.instant();
    forgetExpired(now);
    UUID claim = UUID.randomUUID();
    int claimed =
        jdbc.sql(
                """
                insert into keyed_request (id, claim, claimed_until, expires_at)
                values (:id, :claim, :until, :expires)
                on conflict (id) do update
                set claim = excluded.claim, claimed_until = excluded.claimed_until,
                    expires_at = excluded.expires_at, status = null
                where keyed_request.expires_at <= :now
                  or keyed_request.status is null and keyed_request.claimed_until <= :now
                """)
            .param("id", id)
            .param("claim", claim)
            .param("until", utc(now.plus(LEASE)))
            .param("expires", utc(now.plus(rememberedFor)))
            .param("now", utc(now))
            .update();
    if (claimed == 0) {
      return Optional.empty();
    }
    underWay.add(claim);
    return Optional.of(claim);
  }

  /** The answer given under a key; empty while it is being worked on. */
  Optional<Answer> answer(byte[] id) {
    return jdbc.sql(
            """
            select request_sha256, status, content_type, location, body from keyed_request
            where id = :id and status is not null
            """)
        .param("id", id)
        .query((row, _) -> answer(row))
        .optional();
  }

  private static Answer answer(ResultSet row) throws SQLException {
    return new Answer(
        row.getString(1), row.getInt(2), row.getString(3), row.getString(4), row.getBytes(5));
  }

  /** Keeps the answer, unless the claim was lost meanwhile. */
  void remember(UUID claim, Answer answer) {
    jdbc.sql(
            """
            update keyed_request
            set request_sha256 = :sha256, status = :status, content_type = :type,
                location = :location, body = :body
            where claim = :claim
            """)
        .param("sha256", answer.requestSha256())
        .param("status", answer.status())
        .param("type", answer.contentType())
        .param("location", answer.location())
        .param("body", answer.body())
        .param("claim", claim)
        .update();
    underWay.remove(claim);
  }

  /** Frees the key of a claim that was not answered. */
  void release(UUID claim) {
    if (underWay.remove(claim)) {
      jdbc.sql("delete from keyed_request where claim = :claim").param("claim", claim).update();
    }
  }

  /** A few at a time, so that each request pays for about one. */
  private void forgetExpired(Instant now) {
    jdbc.sql(
            """
            delete from keyed_request where id in (
              select id from keyed_request
              where expires_at <= :now order by expires_at limit 10 for update skip locked)
            """)
        .param("now", utc(now))
        .update();
  }

  private void renew() {
    Set<UUID> claims = Set.copyOf(underWay);
    if (claims.isEmpty()) {
      return;
    }
    try {
      jdbc.sql("update keyed_request set claimed_until = :until where claim in (:claims)")
          .param("until", utc(clock.instant().plus(LEASE)))
          .param("claims", claims)
          .update();
    } catch (DataAccessException | TransactionException away) {
      log.warn("Claims of keys not renewed: {}", away.toString());
    }
  }

  @Override
  public void close() {
    renewals.shutdownNow();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
