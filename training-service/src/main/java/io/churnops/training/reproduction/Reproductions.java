package io.churnops.training.reproduction;

import io.churnops.kit.Ids;
import io.churnops.training.audit.AuditTrail;
import io.churnops.training.reproduction.Reproduction.Status;
import io.churnops.training.reproduction.Reproduction.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Reproductions, in Postgres: one asked for is one that will be worked on. */
@Component
class Reproductions {

  private static final int MOST_ATTEMPTS = 5;

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final JsonMapper json;
  private final Ids ids;
  private final InstantSource clock;
  private final Semaphore arrivals = new Semaphore(0);

  Reproductions(JdbcClient jdbc, AuditTrail audit, JsonMapper json, Ids ids, InstantSource clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /** Asks for a version to be made again; the same key of the same principal asks once. */
  Reproduction submit(String model, int version, String by, @Nullable String key) {
    return earlier(model, version, by, key)
        .orElseGet(() -> {
          try {
            String id = insert(model, version, by, key);
            arrivals.release();
            return find(id);
          } catch (DuplicateKeyException taken) {
            return earlier(model, version, by, key).orElseThrow(() -> taken);
          }
        });
  }

  private Optional<Reproduction> earlier(
      String model, int version, String by, @Nullable String key) {
    if (key == null) {
      return Optional.empty();
    }
    Optional<Reproduction> earlier =
        jdbc.sql("select * from reproduction where requested_by = ? and idempotency_key = ?")
            .params(by, key)
            .query((row, _) -> reproduction(row))
            .optional();
    if (earlier.isPresent()
        && !(earlier.get().model().equals(model) && earlier.get().version() == version)) {
      throw ReproductionException.keyReused();
    }
    return earlier;
  }

  private String insert(String model, int version, String by, @Nullable String key) {
    String id = ids.next();
    jdbc.sql(
            """
            insert into reproduction (reproduction_id, model_name, version, requested_by,
              idempotency_key, status, created_at)
            values (?, ?, ?, ?, ?, 'QUEUED', ?)
            """)
        .param(id)
        .param(model)
        .param(version)
        .param(by)
        .param(key)
        .param(now())
        .update();
    return id;
  }

  Reproduction find(String id) {
    return jdbc.sql("select * from reproduction where reproduction_id = ?")
        .param(id)
        .query((row, _) -> reproduction(row))
        .optional()
        .orElseThrow(() -> ReproductionException.unknown(id));
  }

  /** Newest first; ids sort by their creation. */
  List<Reproduction> page(String model, int version, String before, int size) {
    return jdbc.sql(
            """
            select * from reproduction
            where model_name = :model and version = :version
              and (:before = '' or reproduction_id < :before)
            order by reproduction_id desc limit :size
            """)
        .param("model", model)
        .param("version", version)
        .param("before", before)
        .param("size", size)
        .query((row, _) -> reproduction(row))
        .list();
  }

  /** Waits until one may have come, at most as long as said. */
  void awaitArrival(long milliseconds) throws InterruptedException {
    if (arrivals.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
      arrivals.drainPermits();
    }
  }

  /** The one under way, or else the oldest that waits, which it begins. */
  @Transactional
  Optional<Reproduction> next() {
    Optional<Reproduction> next =
        jdbc.sql(
                """
                select * from reproduction where status in ('QUEUED', 'RUNNING')
                order by status = 'RUNNING' desc, reproduction_id limit 1 for update
                """)
            .query((row, _) -> reproduction(row))
            .optional();
    if (next.isEmpty() || next.get().status() == Status.RUNNING) {
      return next;
    }
    String id = next.get().reproductionId();
    jdbc.sql(
            """
            update reproduction set status = 'RUNNING', attempt = attempt + 1, started_at = ?
            where reproduction_id = ?
            """)
        .params(now(), id)
        .update();
    return Optional.of(find(id));
  }

  /**
   * Counts what a worker left as begun once more, so that it cannot end it any more. What the
   * service stopped in again and again is likely what stopped it, and fails.
   */
  @Transactional
  void takeUp() {
    jdbc.sql(
            """
            update reproduction set status = 'FAILED', finished_at = ?, error_code = 'abandoned',
              error_detail = 'The service stopped ' || attempt || ' times while it worked on this'
            where status = 'RUNNING' and attempt >= ?
            """)
        .params(now(), MOST_ATTEMPTS)
        .update();
    jdbc.sql("update reproduction set attempt = attempt + 1 where status = 'RUNNING'").update();
  }

  /** Writes down the training set that is being built again. */
  void building(Reproduction begun, String datasetId) {
    jdbc.sql(
            """
            update reproduction set dataset_id = ?
            where reproduction_id = ? and status = 'RUNNING' and attempt = ?
            """)
        .params(datasetId, begun.reproductionId(), begun.attempt())
        .update();
  }

  /** Ends one with its verdict, which the audit keeps, unless it was taken up by another worker. */
  @Transactional
  boolean finish(Reproduction begun, Verdict verdict, Findings findings) {
    int ended =
        jdbc.sql(
                """
                update reproduction
                set status = 'FINISHED', verdict = ?, findings = ?::jsonb, finished_at = ?
                where reproduction_id = ? and status = 'RUNNING' and attempt = ?
                """)
            .params(
                verdict.name(),
                json.writeValueAsString(findings),
                now(),
                begun.reproductionId(),
                begun.attempt())
            .update();
    if (ended == 1) {
      audit.record(
          begun.requestedBy(),
          "version.reproduction",
          begun.model() + "/" + begun.version(),
          Map.of("reproductionId", begun.reproductionId(), "verdict", verdict.name()));
    }
    return ended == 1;
  }

  /** Ends one that came to no verdict. */
  void fail(Reproduction begun, String code, String detail) {
    jdbc.sql(
            """
            update reproduction
            set status = 'FAILED', error_code = ?, error_detail = ?, finished_at = ?
            where reproduction_id = ? and status = 'RUNNING' and attempt = ?
            """)
        .params(code, detail.replace("\0", ""), now(), begun.reproductionId(), begun.attempt())
        .update();
  }

  private Reproduction reproduction(ResultSet row) throws SQLException {
    Findings findings = json.readValue(row.getString("findings"), Findings.class);
    String verdict = row.getString("verdict");
    String code = row.getString("error_code");
    return new Reproduction(
        row.getString("reproduction_id"),
        row.getString("model_name"),
        row.getInt("version"),
        Status.valueOf(row.getString("status")),
        verdict == null ? null : Verdict.valueOf(verdict),
        findings.reasons(),
        findings.parts(),
        findings.environment(),
        row.getString("dataset_id"),
        code == null ? null : new Reproduction.Error(code, row.getString("error_detail")),
        row.getString("requested_by"),
        row.getInt("attempt"),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }

  /** Postgres keeps microseconds; what is said and what is stored must be equal. */
  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
