package io.churnops.feature.lineage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.feature.definitions.LabelUses;
import io.churnops.feature.definitions.ViewUses;
import io.churnops.kit.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The model versions that aliases have meant, as their moves told. */
@Repository
public class ModelUses implements ViewUses, LabelUses {

  private static final String CHAMPION = "champion";
  private static final int ASK_AGAIN_SECONDS = 2;

  private final JdbcClient jdbc;
  private final LifecycleProgress progress;

  ModelUses(JdbcClient jdbc, LifecycleProgress progress) {
    this.jdbc = jdbc;
    this.progress = progress;
  }

  @Override
  public void requireKnown() {
    if (!progress.isAtTheEnd()) {
      throw new ProblemException(
              HttpStatus.SERVICE_UNAVAILABLE,
              "model-uses-unknown",
              "Uses by models not known",
              "A model may have come into service with a view since: what was announced of models"
                  + " has not been read to its end. Ask again.")
          .retryAfter(ASK_AGAIN_SECONDS);
    }
  }

  @Override
  public List<Use> of(String fingerprint) {
    return inService("v.view_fingerprint = ?", fingerprint);
  }

  @Override
  public List<Use> ofLabel(String fingerprint) {
    return inService(
        """
        v.dataset_id in (
          select id::text from training_dataset
          where (request -> 'labelFingerprints')::jsonb @> to_jsonb(cast(? as text)))\
        """,
        fingerprint);
  }

  private List<Use> inService(String condition, String fingerprint) {
    return jdbc.sql(
            """
            select v.model_name, v.version,
              array_remove(array_agg(distinct
                case when a.version = v.version then a.alias end), null) as aliases
            from model_version v
            join model_alias a on a.model_name = v.model_name
              and v.version in (a.version, a.previous_version)
            where %s
            group by v.model_name, v.version order by v.model_name, v.version\
            """
                .formatted(condition))
        .param(fingerprint)
        .query(
            (row, _) -> new Use(row.getString("model_name"), row.getInt("version"), aliases(row)))
        .list();
  }

  private static List<String> aliases(ResultSet row) throws SQLException {
    return Arrays.stream((String[]) row.getArray("aliases").getArray()).sorted().toList();
  }

  /** The model versions that were ever in service and were trained on a training set. */
  public List<Version> ofDatasets(List<String> datasets) {
    return jdbc.sql(
            """
            select model_name, version, dataset_id from model_version
            where dataset_id = any(?) order by model_name, version\
            """)
        .param(datasets.toArray(String[]::new))
        .query(ModelUses::version)
        .list();
  }

  /** The versions of a model, or one of them, that were ever in service. */
  List<Version> ofModel(String nameAndVersion) {
    return jdbc.sql(
            """
            select model_name, version, dataset_id from model_version
            where :model in (model_name, model_name || '/' || version) order by version\
            """)
        .param("model", nameAndVersion)
        .query(ModelUses::version)
        .list();
  }

  static Version version(ResultSet row, int number) throws SQLException {
    return new Version(
        row.getString("model_name"), row.getInt("version"), row.getString("dataset_id"));
  }

  /** A model version and what it was trained on. */
  public record Version(String modelName, int version, String datasetId) {}

  /** Takes note of a move; one that is older than what is known changes nothing of the alias. */
  @Transactional
  public void moved(AliasMoved moved) {
    note(moved.modelName(), moved.modelVersion(), moved.datasetId(), moved.viewFingerprint());
    note(
        moved.modelName(),
        moved.previousVersion(),
        moved.previousDatasetId(),
        moved.previousViewFingerprint());
    jdbc.sql(
            """
            insert into model_alias as known
              (model_name, alias, version, previous_version, moved_at)
            values (:model, :alias, :version, :previous, :at)
            on conflict (model_name, alias) do update set version = excluded.version,
              previous_version = excluded.previous_version, moved_at = excluded.moved_at
            where known.moved_at <= excluded.moved_at\
            """)
        .param("model", moved.modelName())
        .param("alias", moved.alias())
        .param("version", moved.modelVersion())
        .param("previous", moved.kept())
        .param("at", moved.movedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  private void note(
      String model, @Nullable Integer version, @Nullable String dataset, @Nullable String view) {
    if (version != null && dataset != null && view != null) {
      jdbc.sql(
              """
              insert into model_version (model_name, version, dataset_id, view_fingerprint)
              values (?, ?, ?, ?) on conflict do nothing\
              """)
          .params(model, version, dataset, view)
          .update();
    }
  }

  /**
   * What is read of a message of {@code model-lifecycle.v1}.
   *
   * @param datasetId absent in messages from before it was told, as are the view and what was
   *     before
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record AliasMoved(
      @JsonProperty(required = true) String modelName,
      @JsonProperty(required = true) String alias,
      int modelVersion,
      @Nullable Integer previousVersion,
      @JsonProperty(required = true) Instant movedAt,
      @Nullable String datasetId,
      @Nullable String viewFingerprint,
      @Nullable String previousDatasetId,
      @Nullable String previousViewFingerprint) {

    /**
     * The version that the alias may go back to. Of those that were removed it is the champion's
     * alone, which serving goes on with.
     */
    @Nullable Integer kept() {
      return modelVersion == 0 && !alias.equals(CHAMPION) ? null : previousVersion;
    }

    /** The views that the alias needs, now or after a rollback. */
    Stream<String> views() {
      return Stream.of(viewFingerprint, previousViewFingerprint)
          .filter(Objects::nonNull)
          .map(String::valueOf);
    }
  }
}
