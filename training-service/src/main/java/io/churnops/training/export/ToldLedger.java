package io.churnops.training.export;

import io.churnops.training.export.Untold.OfAlias;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What one MLflow server was told of: how it looked then, what the server calls it, and why the
 * server did not take it.
 */
final class ToldLedger {

  private static final double MILLISECONDS = 1e3;

  private final String receiver;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  ToldLedger(String receiver, JdbcClient jdbc, InstantSource clock) {
    this.receiver = receiver;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * It is being told, as it looks now. Whoever puts another word in this place meanwhile has it
   * told again, whatever the server answers.
   */
  void begin(Untold untold) {
    jdbc.sql(
            """
            insert into mlflow_told (receiver, kind, subject, face, told_at)
            values (:receiver, :kind, :subject, 'telling', :now)
            on conflict (receiver, kind, subject) do update set face = excluded.face\
            """)
        .param("receiver", receiver)
        .param("kind", untold.kind().name())
        .param("subject", untold.subject())
        .param("now", here())
        .update();
  }

  /** The server knows it by this name. */
  void told(Untold untold, String theirId) {
    end(untold, theirId, null);
  }

  /** The server will never take it as it looks now; what it has of it keeps its name there. */
  void refused(Untold untold, String why) {
    end(untold, untold.theirId(), why);
  }

  private void end(Untold untold, @Nullable String theirId, @Nullable String refusal) {
    if (untold instanceof OfAlias alias && alias.theirVersion() == null) {
      at(untold, "delete from mlflow_told %s").update();
      return;
    }
    at(
            untold,
            """
            update mlflow_told set told_at = :now, refusal = :refusal,
              their_id = case face when 'telling' then :id else their_id end,
              face = case face when 'telling' then :face else 'again' end,
              failures = 0, failure = null, again_at = null
            %s\
            """)
        .param("now", here())
        .param("refusal", refusal)
        .param("id", theirId)
        .param("face", untold.face())
        .update();
  }

  /**
   * The server failed at it, perhaps at it alone: it is told of later, each time after twice as
   * long.
   *
   * @return how often that happened in a row
   */
  int postponed(Untold untold, String why, Duration first, Duration longest) {
    return at(
            untold,
            """
            update mlflow_told set failures = failures + 1, failure = :why, told_at = :now,
              again_at = cast(:now as timestamptz)
                + least(:longest, :first * power(2, least(failures, 20))) * interval '1 second'
            %s returning failures\
            """)
        .param("why", why)
        .param("now", here())
        .param("longest", seconds(longest))
        .param("first", seconds(first))
        .query(Integer.class)
        .single();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLISECONDS;
  }

  private Timestamp here() {
    return Timestamp.from(clock.instant());
  }

  private JdbcClient.StatementSpec at(Untold untold, String change) {
    return jdbc.sql(
            change.formatted("where receiver = :receiver and kind = :kind and subject = :subject"))
        .param("receiver", receiver)
        .param("kind", untold.kind().name())
        .param("subject", untold.subject());
  }

  /** What was refused or failed at is tried again: the server may have been changed since. */
  int tryAgain() {
    return jdbc.sql(
            """
            update mlflow_told set face = case when refusal is null then face else 'again' end,
              refusal = null, failures = 0, failure = null, again_at = null
            where receiver = ? and (refusal is not null or failures > 0)\
            """)
        .param(receiver)
        .update();
  }

  /**
   * Everything is told again, as to a server that knows nothing. What it knows all the same is
   * found there by its tags.
   */
  int startAnew() {
    return jdbc.sql(
            """
            update mlflow_told set face = 'anew', their_id = null, told_at = clock_timestamp(),
              refusal = null, failures = 0, failure = null, again_at = null
            where receiver = ?\
            """)
        .param(receiver)
        .update();
  }

  /** The moment by the clock of all instances. */
  Instant now() {
    return jdbc.sql("select clock_timestamp()").query(Timestamp.class).single().toInstant();
  }

  /** Whether what was read before that moment may bear names that the server has forgotten. */
  boolean isStartedAnewSince(Instant moment) {
    return jdbc.sql(
            """
            select exists (select 1 from mlflow_told
              where receiver = ? and face = 'anew' and told_at > ?)\
            """)
        .params(receiver, Timestamp.from(moment))
        .query(Boolean.class)
        .single();
  }

  /** How much the server will never take. */
  long refused() {
    return count("refusal is not null");
  }

  /** How much the server failed at the last time. */
  long postponed() {
    return count("failures > 0");
  }

  private long count(String which) {
    return jdbc.sql("select count(*) from mlflow_told where receiver = ? and " + which)
        .param(receiver)
        .query(Long.class)
        .single();
  }

  /**
   * What the server did not take, and why, as the names of it sort.
   *
   * @param after the name of the last one that is known, empty for the first page
   */
  List<Untaken> untaken(String after, int limit) {
    return jdbc.sql(
            """
            select * from mlflow_told
            where receiver = ? and (refusal is not null or failures > 0)
              and (kind || '/' || subject) collate "C" > ?
            order by (kind || '/' || subject) collate "C"
            limit ?\
            """)
        .params(receiver, after, limit)
        .query((row, _) -> {
          String refusal = row.getString("refusal");
          Timestamp againAt = row.getTimestamp("again_at");
          return new Untaken(
              Untold.Kind.valueOf(row.getString("kind")),
              row.getString("subject"),
              refusal != null,
              refusal != null ? refusal : String.valueOf(row.getString("failure")),
              row.getTimestamp("told_at").toInstant(),
              againAt == null ? null : againAt.toInstant());
        })
        .list();
  }
}
