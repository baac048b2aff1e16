package io.churnops.training.tracking;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The experiments. Deleted ones keep their names, so that what was filed there is not mixed. */
@Service
public class Experiments {

  private static final TypeReference<TreeMap<String, String>> TAGS = new TypeReference<>() {};
  private static final String SELECT =
      """
      select e.*, (select coalesce(jsonb_object_agg(t.key, t.value), '{}')
        from experiment_tag t where t.experiment_id = e.experiment_id)::text as tags
      from experiment e
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  Experiments(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Creates an experiment and gives its number. */
  @Transactional
  public long create(String name, Map<String, String> tags) {
    Timestamp now = Timestamp.from(clock.instant());
    long id =
        jdbc.sql(
                """
                insert into experiment (name, description, created_at, updated_at)
                values (?, '', ?, ?) on conflict (name) do nothing returning experiment_id
                """)
            .params(name, now, now)
            .query(Long.class)
            .optional()
            .orElseThrow(() -> TrackingException.experimentExists(name));
    tags.forEach((key, value) -> writeTag(id, key, value));
    return id;
  }

  /** The experiment of a number. */
  public Experiment experiment(long id) {
    return where("e.experiment_id = ?", id)
        .orElseThrow(() -> TrackingException.unknownExperiment(Long.toString(id)));
  }

  /** The experiment of a name, deleted ones too. */
  public Experiment named(String name) {
    return where("e.name = ?", name).orElseThrow(() -> TrackingException.unknownExperiment(name));
  }

  private Optional<Experiment> where(String condition, Object value) {
    return query(SELECT + " where " + condition, List.of(value)).stream().findFirst();
  }

  /** Gives another name to an experiment that no training run is filed under. */
  public void rename(long id, String name) {
    String was = experiment(id).name();
    try {
      jdbc.sql("update experiment set name = ?, updated_at = ? where experiment_id = ?")
          .params(name, Timestamp.from(clock.instant()), id)
          .update();
    } catch (DuplicateKeyException taken) {
      throw TrackingException.experimentExists(name);
    } catch (DataIntegrityViolationException referenced) {
      throw TrackingException.experimentInUse(was);
    }
  }

  /** Deletes or restores an experiment; its runs stay. */
  public void put(long id, Stage stage) {
    int changed =
        jdbc.sql(
                "update experiment set lifecycle_stage = ?, updated_at = ? where experiment_id = ?")
            .params(stage.word(), Timestamp.from(clock.instant()), id)
            .update();
    if (changed == 0) {
      throw TrackingException.unknownExperiment(Long.toString(id));
    }
  }

  /** Writes a tag, over one of the same key. */
  @Transactional
  public void tag(long id, String key, String value) {
    experiment(id);
    writeTag(id, key, value);
  }

  private void writeTag(long id, String key, String value) {
    jdbc.sql(
            """
            insert into experiment_tag (experiment_id, key, value) values (?, ?, ?)
            on conflict (experiment_id, key) do update set value = excluded.value
            """)
        .params(id, key, value)
        .update();
  }

  /** A page of the experiments that fit, newest first; the cursor is the number of the last one. */
  public List<Experiment> search(
      ExperimentFilter filter, List<Stage> stages, long before, int limit) {
    Sql sql = new Sql(SELECT).add(" where e.experiment_id < ?", before);
    sql.add(
        " and e.lifecycle_stage = any(?)",
        (Object) stages.stream().map(Stage::word).toArray(String[]::new));
    filter.addTo(sql);
    sql.add(" order by e.experiment_id desc limit ?", limit);
    return query(sql.text(), sql.parameters());
  }

  private List<Experiment> query(String sql, List<Object> parameters) {
    return jdbc.sql(sql)
        .params(parameters)
        .query((row, _) ->
            new Experiment(
                row.getLong("experiment_id"),
                row.getString("name"),
                Stage.of(row.getString("lifecycle_stage")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                tags(row.getString("tags"))))
        .list();
  }

  private SortedMap<String, String> tags(String text) {
    return json.readValue(text, TAGS);
  }
}
