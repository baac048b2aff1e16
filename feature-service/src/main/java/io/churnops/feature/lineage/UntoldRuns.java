package io.churnops.feature.lineage;

import io.churnops.feature.lineage.DatasetUses.Built;
import io.churnops.feature.lineage.ModelUses.Version;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The runs that the receiver of OpenLineage events has not been told of. They are made of the rows
 * that record training sets and models, so that none is lost and they take no room.
 */
@Repository
class UntoldRuns {

  private final JdbcClient jdbc;
  private final OpenLineageRuns runs;

  UntoldRuns(JdbcClient jdbc, OpenLineageRuns runs) {
    this.jdbc = jdbc;
    this.runs = runs;
  }

  /** What is told of: a training set, or a model version made of it. */
  record Untold(Built built, @Nullable Version version, OpenLineageRun run) {}

  /** The oldest training sets, and then the models made of training sets that were told of. */
  List<Untold> oldest(int limit) {
    List<Untold> untold = new ArrayList<>();
    for (Built built : datasets(limit)) {
      untold.add(new Untold(built, null, runs.build(built)));
    }
    return untold.isEmpty() ? models(limit) : untold;
  }

  private List<Built> datasets(int limit) {
    return jdbc.sql(
            """
            select %s from training_dataset
            where status = 'COMPLETE' and lineage_told_at is null
              and (request ->> 'viewFingerprint') is not null
            order by finished_at, id limit ?\
            """
                .formatted(DatasetUses.COLUMNS))
        .param(limit)
        .query(DatasetUses::built)
        .list();
  }

  private List<Untold> models(int limit) {
    return jdbc.sql(
            """
            select v.model_name, v.version, v.dataset_id, %s
            from model_version v join training_dataset d on d.id::text = v.dataset_id
            where v.lineage_told_at is null and d.status = 'COMPLETE'
              and (d.request ->> 'viewFingerprint') is not null
            order by v.model_name, v.version limit ?\
            """
                .formatted(DatasetUses.COLUMNS))
        .param(limit)
        .query((row, number) -> {
          Built built = DatasetUses.built(row, number);
          Version version = ModelUses.version(row, number);
          return new Untold(built, version, OpenLineageRuns.training(version, built));
        })
        .list();
  }

  /** How many there are. */
  long count() {
    return jdbc.sql(
            """
            select (select count(*) from training_dataset
                where status = 'COMPLETE' and lineage_told_at is null
                  and (request ->> 'viewFingerprint') is not null)
              + (select count(*) from model_version v
                join training_dataset d on d.id::text = v.dataset_id
                where v.lineage_told_at is null and d.status = 'COMPLETE'
                  and (d.request ->> 'viewFingerprint') is not null)\
            """)
        .query(Long.class)
        .single();
  }

  /**
   * The receiver knows.
   *
   * @param refusal what it did not like, if it will never take it
   */
  void told(Untold untold, @Nullable String refusal, Instant now) {
    Version version = untold.version();
    JdbcClient.StatementSpec noted =
        version == null
            ? jdbc.sql(
                    """
                    update training_dataset set lineage_told_at = :at, lineage_refusal = :refusal
                    where id = :id\
                    """)
                .param("id", untold.built().id())
            : jdbc.sql(
                    """
                    update model_version set lineage_told_at = :at, lineage_refusal = :refusal
                    where model_name = :model and version = :version\
                    """)
                .param("model", version.modelName())
                .param("version", version.version());
    noted.param("at", now.atOffset(ZoneOffset.UTC)).param("refusal", refusal).update();
  }
}
