package io.churnops.ingestion.imports;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which imports this instance does. It holds those that were submitted to it, as their files are on
 * its disk, and says so before others may take it for gone. Time is Postgres's, so that instances
 * agree on it.
 */
final class HeldImports {

  /** Who has not said for so long that he holds an import is gone. */
  static final Duration HOLD = Duration.ofSeconds(30);

  private static final String UNFINISHED = "status in ('QUEUED', 'RUNNING')";

  private final JdbcClient jdbc;
  private final UUID instance;
  private final boolean hasFolder;

  /** With whether it can read files of a mounted folder. */
  HeldImports(JdbcClient jdbc, UUID instance, boolean hasFolder) {
    this.jdbc = jdbc;
    this.instance = instance;
    this.hasFolder = hasFolder;
  }

  /**
   * The oldest import to be done here: one that is held, or one of a file in the mounted folder
   * whose holder is gone.
   *
   * @param putAside imports that cannot be done now
   */
  Optional<ImportJob> next(Collection<UUID> putAside) {
    return jdbc.sql(
            """
            update import_job set held_by = :me, held_until = now() + make_interval(secs => :hold)
            where import_id = (
              select import_id from import_job
              where %s and import_id <> all(:aside)
                and (held_by = :me
                  or :folder and path is not null and coalesce(held_until, '-infinity') < now())
              order by submitted_at, import_id limit 1 for update skip locked)
            returning *
            """
                .formatted(UNFINISHED))
        .param("me", instance)
        .param("hold", HOLD.toSeconds())
        .param("aside", putAside.toArray(UUID[]::new))
        .param("folder", hasFolder)
        .query(ImportJobs::jobOf)
        .optional();
  }

  /** Says that this instance lives; answers how many imports it holds. */
  int renew() {
    return jdbc.sql(
            """
            update import_job set held_until = now() + make_interval(secs => :hold)
            where held_by = :me and %s
            """
                .formatted(UNFINISHED))
        .param("me", instance)
        .param("hold", HOLD.toSeconds())
        .update();
  }

  /** Takes over the imports of some files; answers which of them are still to be done. */
  Set<UUID> take(Set<UUID> importIds) {
    return Set.copyOf(
        jdbc.sql(
                """
                update import_job
                set held_by = :me, held_until = now() + make_interval(secs => :hold)
                where import_id = any(:ids) and %s returning import_id
                """
                    .formatted(UNFINISHED))
            .param("me", instance)
            .param("hold", HOLD.toSeconds())
            .param("ids", importIds.toArray(UUID[]::new))
            .query(UUID.class)
            .list());
  }

  /** Gives up the imports of uploaded files whose holder was not heard of for long. */
  int failLost(Duration silence) {
    return jdbc.sql(
            """
            update import_job set status = 'FAILED', finished_at = now(),
              error = 'The instance that has the uploaded file is gone; import it again.'
            where %s and path is null and held_by is distinct from :me
              and coalesce(held_until, submitted_at) < now() - make_interval(secs => :silence)
            """
                .formatted(UNFINISHED))
        .param("me", instance)
        .param("silence", silence.toSeconds())
        .update();
  }
}
