package io.churnops.training.mlflow;

import io.churnops.training.registry.Alias;
import io.churnops.training.registry.ModelView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Models and their versions as MLflow's messages. */
final class ModelShapes {

  /** The stages that there are besides None, and the aliases they stand for. */
  static final Map<String, String> ALIASES_OF_STAGES =
      Map.of("Production", Alias.CHAMPION, "Staging", "challenger");

  private ModelShapes() {}

  static ObjectNode model(ModelView model) {
    ObjectNode message = Shapes.empty();
    message.put("name", model.name());
    message.put("creation_timestamp", model.createdAt().toEpochMilli());
    message.put(
        "last_updated_timestamp",
        Stream.concat(
                model.versions().stream().map(ModelView.Version::createdAt),
                model.aliases().stream().map(Alias::movedAt))
            .max(Instant::compareTo)
            .orElse(model.createdAt())
            .toEpochMilli());
    ArrayNode latest = message.putArray("latest_versions");
    latest(model).map(version -> version(model, version)).forEach(latest::add);
    message.put("description", model.description());
    putTags(message, model.tags());
    ArrayNode aliases = message.putArray("aliases");
    for (Alias alias : model.aliases()) {
      aliases
          .addObject()
          .put("alias", alias.alias())
          .put("version", Integer.toString(alias.version()));
    }
    return message;
  }

  /** The newest version of each stage. */
  static Stream<ModelView.Version> latest(ModelView model) {
    Map<String, ModelView.Version> byStage = new LinkedHashMap<>();
    model
        .versions()
        .forEach(version ->
            byStage.merge(
                stage(model, version.version()),
                version,
                (one, other) -> one.version() > other.version() ? one : other));
    return byStage.values().stream();
  }

  static ObjectNode version(ModelView model, ModelView.Version version) {
    ObjectNode message = Shapes.empty();
    message.put("name", model.name());
    message.put("version", Integer.toString(version.version()));
    message.put("creation_timestamp", version.createdAt().toEpochMilli());
    message.put("last_updated_timestamp", version.createdAt().toEpochMilli());
    message.put("current_stage", stage(model, version.version()));
    message.put("source", source(model.name(), version.version()));
    message.put("run_id", version.runId());
    message.put("status", "READY");
    message.put("description", version.description());
    putTags(message, version.tags());
    ArrayNode aliases = message.putArray("aliases");
    model.aliases().stream()
        .filter(alias -> alias.version() == version.version())
        .map(Alias::alias)
        .forEach(aliases::add);
    return message;
  }

  private static void putTags(ObjectNode message, Map<String, String> tags) {
    ArrayNode list = message.putArray("tags");
    tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
  }

  /** The stage that a version's aliases stand for. */
  static String stage(ModelView model, int version) {
    return Stream.of("Production", "Staging")
        .filter(stage ->
            model.aliases().stream()
                .anyMatch(alias ->
                    alias.version() == version
                        && alias.alias().equals(ALIASES_OF_STAGES.get(stage))))
        .findFirst()
        .orElse("None");
  }

  /** Where the signed artefact is, on this server. */
  static String source(String model, int version) {
    return "/v1/models/%s/versions/%d/artefact".formatted(model, version);
  }
}
