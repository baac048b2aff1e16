package io.churnops.training.registry;

import io.churnops.training.audit.AuditTrail;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Descriptions and tags of models and versions. They mean nothing to the suite itself. */
@Component
public class Notes {

  private static final String CHANGE =
      """
      set description = coalesce(:description, description),
        tags = jsonb_strip_nulls(tags || :tags::jsonb)
      """;
  private static final String NEWS =
      """
       and (description, tags) is distinct from
        (coalesce(:description, description), jsonb_strip_nulls(tags || :tags::jsonb))
      """;
  private static final String COUNT =
      " returning (select count(*) from jsonb_object_keys(tags))::int";

  private static final TypeReference<TreeMap<String, String>> TAGS = new TypeReference<>() {};

  private final ModelRows models;
  private final ModelVersionRows versions;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Notes(
      ModelRows models,
      ModelVersionRows versions,
      AuditTrail audit,
      JdbcClient jdbc,
      JsonMapper json) {
    this.models = models;
    this.versions = versions;
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Says something of a model. */
  @Transactional
  public void ofModel(String model, Note note, String actor) {
    // Before the audit's head, as whoever moves an alias takes them.
    models.require(model);
    change(
        jdbc.sql("update model " + CHANGE + "where name = :model" + NEWS + COUNT)
            .param("model", model),
        note,
        () -> record("model.described", model, note, actor));
  }

  /** Says something of a version, a deleted one as well. */
  @Transactional
  public void ofVersion(String model, int version, Note note, String actor) {
    models.lock(model);
    if (versions.findById(new VersionId(model, version)).isEmpty()) {
      throw RegistryException.unknownVersion(model, version);
    }
    change(
        jdbc.sql(
                "update model_version "
                    + CHANGE
                    + "where model_name = :model and version = :version"
                    + NEWS
                    + COUNT)
            .param("model", model)
            .param("version", version),
        note,
        () -> record("version.described", model + "/" + version, note, actor));
  }

  /** What changes nothing is not recorded. */
  private void change(JdbcClient.StatementSpec update, Note note, Runnable recorded) {
    Map<String, @Nullable String> tags = note.tags();
    Optional<Integer> count =
        update
            .param("description", note.description())
            .param("tags", tags == null ? "{}" : json.writeValueAsString(tags))
            .query(Integer.class)
            .optional();
    if (count.orElse(0) > Note.MOST_TAGS) {
      throw RegistryException.tooManyTags(Note.MOST_TAGS);
    }
    if (count.isPresent()) {
      recorded.run();
    }
  }

  /** Tags as they are stored. */
  static Map<String, String> tags(JsonMapper json, String stored) {
    return json.readValue(stored, TAGS);
  }

  private void record(String action, String subject, Note note, String actor) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    if (note.description() != null) {
      said.put("description", note.description());
    }
    if (note.tags() != null) {
      said.put("tags", note.tags());
    }
    audit.record(actor, action, subject, said);
  }
}
