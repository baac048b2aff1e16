package io.churnops.training.reproduction;

import io.churnops.forest.artefact.ArtefactFile;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.ModelManifest;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.reproduction.Findings.Part;
import io.churnops.training.runs.TrainAgain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds a version part by part against the model that was made again. What its artefact says was
 * signed when it was made; what has no place there is held against the registry's rows.
 */
@Component
class CompareVersion {

  /** Tribuo writes what it likes into it: the JDK and the system, and maps in any order. */
  private static final String TRIBUO_MODEL = "tribuo-model.pb";

  private static final Set<String> NOT_OF_THE_MODEL =
      Set.of("timeBudgetSeconds", "askedTrees", "askedRounds");

  private final JsonMapper json;

  CompareVersion(JsonMapper json) {
    this.json = json;
  }

  /**
   * What is on record of a version.
   *
   * @param manifest of its artefact, verified; empty where that is gone or must not be trusted
   */
  record Recorded(
      ModelVersion version,
      JsonNode card,
      Optional<ModelManifest> manifest,
      TrainAgain.Recorded run) {

    /** The SHA-256 of the rows that it was trained on. */
    String rows() {
      return manifest
          .map(signed -> signed.model().dataset().sha256())
          .orElseGet(() -> card.at("/data/sha256").asString());
    }
  }

  List<Part> compare(Recorded recorded, String rows, TrainAgain.Again again) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.decisive("rows", recorded.rows(), rows));
    parts.add(
        Part.decisive(
            "parameters",
            CanonicalJson.text(ofTheModel(recorded.run().parameters())),
            CanonicalJson.text(ofTheModel(again.parameters()))));
    add(parts, "split", recorded.run().split(), again.split());
    add(parts, "evaluation", recorded.card().path("evaluation"), again.card().path("evaluation"));
    ModelDescription made = again.artefact().manifest().model();
    recorded
        .manifest()
        .ifPresentOrElse(
            signed -> addSigned(parts, signed, again.artefact().manifest()),
            () -> addRegistered(parts, recorded.version(), made));
    parts.add(
        Part.told("artefact", recorded.version().artefactDigest(), again.artefact().digest()));
    return parts;
  }

  private void addSigned(List<Part> parts, ModelManifest signed, ModelManifest made) {
    add(
        parts,
        "signed parameters",
        tree(signed.model().parameters()),
        tree(made.model().parameters()));
    add(parts, "inputs", tree(signed.model().inputs()), tree(made.model().inputs()));
    add(parts, "calibrator", tree(signed.model().calibrator()), tree(made.model().calibrator()));
    add(parts, "threshold", tree(signed.model().threshold()), tree(made.model().threshold()));
    add(parts, "metrics", tree(signed.model().metrics()), tree(made.model().metrics()));
    Map<String, ArtefactFile> files =
        signed.files().stream().collect(Collectors.toMap(ArtefactFile::name, Function.identity()));
    for (ArtefactFile file : made.files()) {
      ArtefactFile before = files.get(file.name());
      String digest = before == null ? null : before.sha256();
      parts.add(
          file.name().equals(TRIBUO_MODEL) && digest != null
              ? Part.told(file.name(), digest, file.sha256())
              : Part.decisive(file.name(), digest, file.sha256()));
    }
  }

  private void addRegistered(List<Part> parts, ModelVersion version, ModelDescription made) {
    add(parts, "inputs", version.signature().path("inputs"), tree(made.inputs()));
    add(parts, "threshold", tree(version.threshold()), tree(made.threshold()));
    add(parts, "metrics", version.metrics(), tree(made.metrics()));
  }

  private void add(List<Part> parts, String name, JsonNode recorded, JsonNode made) {
    boolean scalar = made.isValueNode() && recorded.isValueNode();
    parts.add(
        Part.decisive(
            name,
            scalar ? CanonicalJson.text(recorded) : CanonicalJson.sha256(recorded),
            scalar ? CanonicalJson.text(made) : CanonicalJson.sha256(made)));
  }

  /** As it would be read back from where it is kept. */
  private JsonNode tree(Object value) {
    return json.readTree(json.writeValueAsString(value));
  }

  private static JsonNode ofTheModel(JsonNode parameters) {
    ObjectNode kept = parameters.deepCopy().asObject();
    kept.remove(NOT_OF_THE_MODEL);
    return kept;
  }
}
