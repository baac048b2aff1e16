package io.churnops.training.export;

import io.churnops.training.export.Untold.Kind;
import io.churnops.training.export.Untold.OfAlias;
import io.churnops.training.export.Untold.OfModel;
import io.churnops.training.export.Untold.OfRun;
import io.churnops.training.export.Untold.OfVersion;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one MLflow server has not been told of, or not of how it looks now: the rows of runs and
 * models say what there is to tell, and {@link ToldLedger} how they looked when they were told.
 */
final class FindUntold {

  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

  /**
   * So often the server fails at a version before later ones of its model are told first: for about
   * a day, with five minutes between most of them. No server that is only away is away so long.
   */
  static final int HOLDS_LATER_ONES = 300;

  private static final String DUE = " and (told.again_at is null or told.again_at <= :now)";

  private static final String RUNS =
      """
      from tracked_run r
      left join mlflow_told told on told.receiver = :receiver and told.kind = 'RUN'
        and told.subject = r.run_id
      left join search_trial t on t.trial_run_id = r.run_id
      left join mlflow_told parent on parent.receiver = :receiver and parent.kind = 'RUN'
        and parent.subject = t.run_id
      where r.training and r.status in ('FINISHED', 'FAILED', 'KILLED')
        and told.face is distinct from 'told'\
      """;

  private static final String MODELS =
      """
      from (select m.*, md5(m.description || m.tags::text) as face from model m) m
      left join mlflow_told told on told.receiver = :receiver and told.kind = 'MODEL'
        and told.subject = m.name
      where told.face is distinct from m.face and exists (
        select 1 from model_version v
        join mlflow_told run on run.receiver = :receiver and run.kind = 'RUN'
          and run.subject = v.run_id and run.their_id is not null
        where v.model_name = m.name)\
      """;

  private static final String VERSIONS =
      """
      from (select v.*, md5(v.status || v.description || v.tags::text) as face
        from model_version v) v
      join mlflow_told run on run.receiver = :receiver and run.kind = 'RUN'
        and run.subject = v.run_id and run.their_id is not null
      join mlflow_told model on model.receiver = :receiver and model.kind = 'MODEL'
        and model.subject = v.model_name and model.their_id is not null
      left join mlflow_told told on told.receiver = :receiver and told.kind = 'VERSION'
        and told.subject = v.model_name || '/' || v.version
      where told.face is distinct from v.face\
      """;

  /** The server numbers versions as they come, so that a new one waits for those before it. */
  private static final String IN_ORDER =
      """
       and (told.their_id is not null or not exists (
        select 1 from model_version earlier
        join tracked_run its_run on its_run.run_id = earlier.run_id and its_run.training
        left join mlflow_told run_told on run_told.receiver = :receiver
          and run_told.kind = 'RUN' and run_told.subject = earlier.run_id
        left join mlflow_told version_told on version_told.receiver = :receiver
          and version_told.kind = 'VERSION'
          and version_told.subject = earlier.model_name || '/' || earlier.version
        where earlier.model_name = v.model_name and earlier.version < v.version
          and version_told.their_id is null
          and run_told.refusal is null and version_told.refusal is null
          and coalesce(run_told.failures, 0) < :patience
          and coalesce(version_told.failures, 0) < :patience))\
      """;

  /** An alias of a version that the server will not take is not to stay where it was before. */
  private static final String ALIASES =
      """
      from (select alias.model_name, alias.alias, alias.moved_at, version.their_id
        from model_alias alias
        join model_version v on v.model_name = alias.model_name and v.version = alias.version
        left join mlflow_told run on run.receiver = :receiver and run.kind = 'RUN'
          and run.subject = v.run_id
        left join mlflow_told version on version.receiver = :receiver
          and version.kind = 'VERSION' and version.subject = v.model_name || '/' || v.version
        where version.their_id is not null or version.refusal is not null
          or run.refusal is not null) a
      full join (select * from mlflow_told where receiver = :receiver and kind = 'ALIAS') told
        on told.subject = a.model_name || '@' || a.alias
      where told.face is distinct from a.their_id and (a.alias is not null
        or not exists (select 1 from model_alias b
          where told.subject = b.model_name || '@' || b.alias))\
      """;

  private final String receiver;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  FindUntold(String receiver, JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.receiver = receiver;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * The oldest of a kind that are due, those that the server failed at before last. A trial comes
   * after the run that it belongs to.
   */
  List<? extends Untold> oldest(Kind kind, int limit) {
    return switch (kind) {
      case RUN -> runs(limit);
      case MODEL -> models(limit);
      case VERSION -> versions(limit);
      case ALIAS -> aliases(limit);
    };
  }

  private List<OfRun> runs(int limit) {
    return select(
            "r.run_id, told.their_id, parent.their_id as parent",
            RUNS
                + " and (t.run_id is null or parent.their_id is not null"
                + " or parent.refusal is not null)",
            "coalesce(r.end_ms, r.start_ms), r.run_id",
            limit)
        .query((row, _) ->
            new OfRun(row.getString("run_id"), row.getString("their_id"), row.getString("parent")))
        .list();
  }

  private List<OfModel> models(int limit) {
    return select(
            "m.name, m.description, m.tags::text as tags, m.face, told.their_id",
            MODELS,
            "m.name",
            limit)
        .query((row, _) ->
            new OfModel(
                row.getString("name"),
                row.getString("description"),
                texts(row.getString("tags")),
                row.getString("face"),
                row.getString("their_id")))
        .list();
  }

  /** The state, the digest and the like go as tags: the server has no other place for them. */
  private List<OfVersion> versions(int limit) {
    return select(
            """
            v.model_name, v.version, v.description, v.face, told.their_id,
            run.their_id as their_run,
            (v.tags || jsonb_build_object('churnops.version', v.version::text,
              'churnops.status', v.status, 'churnops.threshold', v.threshold::text,
              'churnops.artefactDigest', v.artefact_digest, 'churnops.datasetId', v.dataset_id,
              'churnops.viewFingerprint', v.view_fingerprint))::text as tags\
            """,
            VERSIONS + IN_ORDER,
            "v.created_at, v.model_name, v.version",
            limit)
        .param("patience", HOLDS_LATER_ONES)
        .query((row, _) ->
            new OfVersion(
                row.getString("model_name"),
                row.getInt("version"),
                row.getString("description"),
                texts(row.getString("tags")),
                row.getString("their_run"),
                row.getString("face"),
                row.getString("their_id")))
        .list();
  }

  private List<OfAlias> aliases(int limit) {
    return select(
            """
            coalesce(a.model_name, split_part(told.subject, '@', 1)) as model_name,
            coalesce(a.alias, split_part(told.subject, '@', 2)) as alias, a.their_id\
            """,
            ALIASES,
            "a.moved_at, 1, 2",
            limit)
        .query((row, _) ->
            new OfAlias(
                row.getString("model_name"), row.getString("alias"), row.getString("their_id")))
        .list();
  }

  private JdbcClient.StatementSpec select(String columns, String from, String order, int limit) {
    return jdbc.sql(
            "select %s %s%s order by coalesce(told.failures, 0), %s limit :limit"
                .formatted(columns, from, DUE, order))
        .param("receiver", receiver)
        .param("now", Timestamp.from(clock.instant()))
        .param("limit", limit);
  }

  private Map<String, String> texts(String tags) {
    return json.readValue(tags, TEXTS);
  }

  /** How much there is to tell, also later. */
  long waiting() {
    return jdbc.sql(
            "select (select count(*) %s) + (select count(*) %s) + (select count(*) %s) + (select count(*) %s)"
                .formatted(RUNS, MODELS, VERSIONS, ALIASES))
        .param("receiver", receiver)
        .query(Long.class)
        .single();
  }
}
