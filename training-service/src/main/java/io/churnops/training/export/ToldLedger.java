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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one MLflow server has been told of, and what not. The rows of runs and models themselves say
 * what there is to tell; the ledger only keeps how they looked when they were told.
 */
final class ToldLedger {

  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

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

  private static final String ALIASES =
      """
      from model_alias a
      join mlflow_told version on version.receiver = :receiver and version.kind = 'VERSION'
        and version.subject = a.model_name || '/' || a.version and version.their_id is not null
      full join (select * from mlflow_told where receiver = :receiver and kind = 'ALIAS') told
        on told.subject = a.model_name || '@' || a.alias
      where told.face is distinct from version.their_id and (a.alias is not null
        or not exists (select 1 from model_alias b
          where told.subject = b.model_name || '@' || b.alias))\
      """;

  private final String receiver;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  ToldLedger(String receiver, JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.receiver = receiver;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** The oldest of a kind. A trial comes after the run that it belongs to. */
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
                + " and (t.run_id is null or parent.face = 'told')"
                + " order by coalesce(r.end_ms, r.start_ms), r.run_id",
            limit)
        .query((row, _) ->
            new OfRun(row.getString("run_id"), row.getString("their_id"), row.getString("parent")))
        .list();
  }

  private List<OfModel> models(int limit) {
    return select(
            "m.name, m.description, m.tags::text as tags, m.face, told.their_id",
            MODELS + " order by m.name",
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
            VERSIONS + " order by v.created_at, v.model_name, v.version",
            limit)
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
            coalesce(a.alias, split_part(told.subject, '@', 2)) as alias, version.their_id\
            """,
            ALIASES + " order by a.moved_at, 1, 2",
            limit)
        .query((row, _) ->
            new OfAlias(
                row.getString("model_name"), row.getString("alias"), row.getString("their_id")))
        .list();
  }

  private JdbcClient.StatementSpec select(String columns, String from, int limit) {
    return jdbc.sql("select " + columns + " " + from + " limit :limit")
        .param("receiver", receiver)
        .param("limit", limit);
  }

  private Map<String, String> texts(String tags) {
    return json.readValue(tags, TEXTS);
  }

  /** How much there is to tell. */
  long waiting() {
    return count("(select count(*) " + RUNS + ") + (select count(*) " + MODELS + ")")
        + count("(select count(*) " + VERSIONS + ") + (select count(*) " + ALIASES + ")");
  }

  /** How much the server will never take. */
  long refused() {
    return count(
        """
        (select count(*) from mlflow_told where receiver = :receiver and refusal is not null)\
        """);
  }

  private long count(String what) {
    return jdbc.sql("select " + what).param("receiver", receiver).query(Long.class).single();
  }

  /** A run is being told: what it is tagged with from now on is told again. */
  void begin(OfRun run) {
    write(run, "telling", run.theirId(), null);
  }

  /** The server knows it by this name; a run that was tagged meanwhile is still to be told. */
  void told(Untold untold, String theirId) {
    switch (untold) {
      case OfRun run ->
          at(run, "face = case face when 'telling' then 'told' end, their_id = :id, refusal = null")
              .param("id", theirId)
              .update();
      case OfModel model -> write(model, model.face(), theirId, null);
      case OfVersion version -> write(version, version.face(), theirId, null);
      case OfAlias alias when alias.theirVersion() == null -> forget(alias);
      case OfAlias alias -> write(alias, alias.face(), theirId, null);
    }
  }

  private void forget(OfAlias alias) {
    jdbc.sql("delete from mlflow_told where receiver = ? and kind = 'ALIAS' and subject = ?")
        .params(receiver, alias.subject())
        .update();
  }

  /** The server will never take it as it looks now; what it has of it keeps its name there. */
  void refused(Untold untold, String why) {
    if (untold instanceof OfAlias alias && alias.theirVersion() == null) {
      forget(alias);
    } else {
      write(untold, untold.face(), untold.theirId(), why);
    }
  }

  /** What was refused is tried again: the server may have been changed since. */
  void forgetRefusals() {
    jdbc.sql(
            """
            update mlflow_told set face = null, refusal = null
            where receiver = ? and refusal is not null\
            """)
        .param(receiver)
        .update();
  }

  private void write(
      Untold untold, String face, @Nullable String theirId, @Nullable String refusal) {
    jdbc.sql(
            """
            insert into mlflow_told (receiver, kind, subject, face, their_id, refusal, told_at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (receiver, kind, subject) do update
              set face = excluded.face, their_id = excluded.their_id,
                refusal = excluded.refusal, told_at = excluded.told_at\
            """)
        .param(receiver)
        .param(untold.kind().name())
        .param(untold.subject())
        .param(face)
        .param(theirId)
        .param(refusal)
        .param(Timestamp.from(clock.instant()))
        .update();
  }

  private JdbcClient.StatementSpec at(Untold untold, String set) {
    return jdbc.sql(
            "update mlflow_told set "
                + set
                + ", told_at = :now"
                + " where receiver = :receiver and kind = :kind and subject = :subject")
        .param("now", Timestamp.from(clock.instant()))
        .param("receiver", receiver)
        .param("kind", untold.kind().name())
        .param("subject", untold.subject());
  }
}
