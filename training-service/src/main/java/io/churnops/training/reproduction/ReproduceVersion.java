package io.churnops.training.reproduction;

import io.churnops.forest.InvalidInputException;
import io.churnops.forest.UntrainableException;
import io.churnops.forest.artefact.ModelManifest;
import io.churnops.kit.problem.ProblemException;
import io.churnops.training.boosting.AlgorithmUnavailableException;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.DatasetManifest;
import io.churnops.training.datasets.DatasetRequests;
import io.churnops.training.datasets.FetchDataset;
import io.churnops.training.datasets.RowDifferences;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.reproduction.Findings.Cause;
import io.churnops.training.reproduction.Findings.Part;
import io.churnops.training.reproduction.Findings.Reason;
import io.churnops.training.reproduction.Findings.Surrounding;
import io.churnops.training.reproduction.Reproduction.Verdict;
import io.churnops.training.runs.TrainAgain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a version again: has its rows built again of what was known then, trains on them as the run
 * on record did, and holds the result against the version, part by part. Nothing comes to be
 * registered.
 */
@Component
class ReproduceVersion {

  /** What can never be had again, by the code it is told with. */
  private static final Map<String, Cause> LOST =
      Map.of(
          "dataset_erased", Cause.ERASED,
          "dataset_not_found", Cause.DATA,
          "dataset_rows_gone", Cause.DATA);

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final TrainAgain trainAgain;
  private final DatasetRequests requests;
  private final FetchDataset fetchDataset;
  private final CompareVersion compareVersion;
  private final Reproductions reproductions;

  ReproduceVersion(
      ModelRegistry registry,
      ArtefactStore artefacts,
      TrainAgain trainAgain,
      DatasetRequests requests,
      FetchDataset fetchDataset,
      CompareVersion compareVersion,
      Reproductions reproductions) {
    this.registry = registry;
    this.artefacts = artefacts;
    this.trainAgain = trainAgain;
    this.requests = requests;
    this.fetchDataset = fetchDataset;
    this.compareVersion = compareVersion;
    this.reproductions = reproductions;
  }

  /** What came of it. */
  record Outcome(Verdict verdict, Findings findings) {

    static Outcome impossible(Cause cause, @Nullable String detail) {
      return new Outcome(Verdict.IMPOSSIBLE, Findings.impossible(cause, String.valueOf(detail)));
    }
  }

  /**
   * The rows of a version, built again.
   *
   * @param original what its training set was made of
   * @param rebuilt the same of the one that was built again; the original where that was a table
   * @param data fetched once the artefact has been read, for which it may have to wait
   */
  private record Rows(DatasetManifest original, DatasetManifest rebuilt, Supplier<Dataset> data) {}

  /**
   * Takes it as far as it goes now; empty while its training set is being built. What is away at
   * the moment, or refuses, is no verdict.
   *
   * @throws io.churnops.training.datasets.FeatureServiceUnavailableException when there is no
   *     answer
   * @throws DatasetException when feature-service refuses, or fails to build the training set
   * @throws ProblemException when the artefact cannot be read at the moment
   */
  Optional<Outcome> advance(Reproduction begun) {
    ModelVersion version = registry.version(begun.model(), begun.version());
    TrainAgain.Recorded run = trainAgain.recorded(version.runId());
    Optional<Rows> rows;
    try {
      rows = rows(begun, version, run);
    } catch (DatasetException e) {
      Cause cause = LOST.get(e.code());
      if (cause == null) {
        throw e;
      }
      return Optional.of(Outcome.impossible(cause, e.getMessage()));
    }
    return rows.map(found -> compare(version, run, found));
  }

  private Optional<Rows> rows(Reproduction begun, ModelVersion version, TrainAgain.Recorded run) {
    DatasetManifest original = ofLabel(fetchDataset.manifest(version.datasetId()), run);
    if (!original.ofTheLog()) {
      Dataset table = fetchDataset.fetch(version.datasetId(), run.label());
      return Optional.of(new Rows(original, original, () -> table));
    }
    String rebuiltId = rebuiltId(begun, version);
    return requests
        .complete(rebuiltId)
        .map(complete ->
            new Rows(
                original,
                ofLabel(complete, run),
                () -> fetchDataset.fetchAs(rebuiltId, version.datasetId(), run.label())));
  }

  private String rebuiltId(Reproduction begun, ModelVersion version) {
    if (begun.datasetId() != null) {
      return begun.datasetId();
    }
    String id = requests.rebuild(version.datasetId(), "reproduction-" + begun.reproductionId());
    reproductions.building(begun, id);
    return id;
  }

  private static DatasetManifest ofLabel(DatasetManifest manifest, TrainAgain.Recorded run) {
    return run.label() == null ? manifest : manifest.ofLabel(run.label());
  }

  private Outcome compare(ModelVersion version, TrainAgain.Recorded run, Rows rows) {
    var recorded =
        new CompareVersion.Recorded(
            version, registry.card(version.modelName(), version.version()), manifest(version), run);
    List<Surrounding> environment =
        CompareEnvironment.compare(run.environment(), trainAgain.environment());
    var explain =
        new ExplainDifference(recorded).rows(rows.original(), rows.rebuilt(), differences(rows));
    Dataset data = rows.data().get();
    TrainAgain.Again again;
    try {
      again = trainAgain.train(run, version.version(), madeAt(recorded), data);
    } catch (DatasetException
        | UntrainableException
        | InvalidInputException
        | AlgorithmUnavailableException e) {
      return new Outcome(
          Verdict.DIFFERENT,
          new Findings(
              explain
                  .add(new Reason(Cause.TRAINING, "It cannot be trained now: " + e.getMessage()))
                  .environment(environment)
                  .of(List.of()),
              List.of(),
              environment));
    }
    List<Part> parts = compareVersion.compare(recorded, rows.rebuilt().sha256(), again);
    if (parts.stream().allMatch(part -> part.same() || !part.decisive())) {
      return recorded.manifest().isPresent()
          ? new Outcome(Verdict.REPRODUCED, new Findings(List.of(), parts, environment))
          : new Outcome(
              Verdict.IMPOSSIBLE,
              new Findings(List.of(withoutArtefact(version)), parts, environment));
    }
    if (recorded.manifest().isEmpty()) {
      explain.add(withoutArtefact(version));
    }
    return new Outcome(
        Verdict.DIFFERENT,
        new Findings(
            explain.records(rows.original(), again.parameters()).environment(environment).of(parts),
            parts,
            environment));
  }

  private static Reason withoutArtefact(ModelVersion version) {
    return new Reason(
        Cause.ARTEFACT,
        "The artefact %s, so that the model itself cannot be compared, only what the registry says of it."
            .formatted(version.status().equals("REMOVED") ? "was removed" : "does not verify"));
  }

  private Optional<RowDifferences> differences(Rows rows) {
    return rows.original().sha256().equals(rows.rebuilt().sha256())
        ? Optional.empty()
        : requests.differences(rows.original().datasetId(), rows.rebuilt().datasetId());
  }

  private Optional<ModelManifest> manifest(ModelVersion version) {
    try {
      return Optional.of(artefacts.verify(version).manifest());
    } catch (ProblemException e) {
      if (e.isPassing()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Instant madeAt(CompareVersion.Recorded recorded) {
    return recorded
        .manifest()
        .map(signed -> signed.model().createdAt())
        .orElseGet(() -> Instant.parse(recorded.card().path("createdAt").asString()));
  }
}
