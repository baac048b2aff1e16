package io.churnops.training.export;

import static io.churnops.training.export.Messages.message;
import static io.churnops.training.export.Messages.pairs;
import static io.churnops.training.export.Messages.text;

import io.churnops.training.export.Untold.OfAlias;
import io.churnops.training.export.Untold.OfModel;
import io.churnops.training.export.Untold.OfVersion;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells an MLflow server of models, their versions and aliases. A version is found again by the run
 * that made it, as each run makes at most one.
 */
final class ExportModel {

  private final MlflowServer server;
  private final String prefix;

  ExportModel(MlflowServer server, String prefix) {
    this.server = server;
    this.prefix = prefix;
  }

  /** Tells of a model and gives its name there. */
  String tell(OfModel model) {
    String name = prefix + model.name();
    ObjectNode create = message("name", name).put("description", model.description());
    create.set("tags", pairs(Cut.tags(model.tags())));
    try {
      server.post("registered-models/create", create);
    } catch (RefusedException e) {
      if (!e.isAbout(MlflowServer.EXISTS)) {
        throw e;
      }
      describe("registered-models/", message("name", name), model.description(), model.tags());
    }
    return name;
  }

  /** Tells of a version and gives its number there. */
  String tell(OfVersion version) {
    String name = prefix + version.model();
    Optional<String> known = find(name, version.theirRun());
    if (known.isPresent()) {
      ObjectNode there = message("name", name).put("version", known.get());
      describe("model-versions/", there, version.description(), version.tags());
      return known.get();
    }
    ObjectNode create = message("name", name).put("run_id", version.theirRun());
    create.put("source", "churnops:/models/" + version.model() + "/versions/" + version.version());
    create.put("description", version.description());
    create.set("tags", pairs(Cut.tags(version.tags())));
    return text(server.post("model-versions/create", create).path("model_version"), "version");
  }

  private Optional<String> find(String name, String theirRun) {
    JsonNode found = server.get("model-versions/search", "filter", "run_id = '" + theirRun + "'");
    return found
        .path("model_versions")
        .valueStream()
        .filter(version -> version.path("name").asString("").equals(name))
        .map(version -> text(version, "version"))
        .findFirst();
  }

  /** An empty description of ours leaves theirs as it is. */
  private void describe(
      String what, ObjectNode there, String description, Map<String, String> tags) {
    if (!description.isEmpty()) {
      server.patch(what + "update", there.deepCopy().put("description", description));
    }
    Cut.tags(tags)
        .forEach((key, value) ->
            server.post(what + "set-tag", there.deepCopy().put("key", key).put("value", value)));
  }

  /** Tells where an alias is now, or that it is gone. */
  String tell(OfAlias alias) {
    ObjectNode there = message("name", prefix + alias.model()).put("alias", alias.alias());
    String version = alias.theirVersion();
    if (version == null) {
      server.delete("registered-models/alias", there);
    } else {
      server.post("registered-models/alias", there.put("version", version));
    }
    return alias.face();
  }
}
