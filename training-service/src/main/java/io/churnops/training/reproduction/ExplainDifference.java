package io.churnops.training.reproduction;

import io.churnops.training.datasets.DatasetManifest;
import io.churnops.training.datasets.RowDifferences;
import io.churnops.training.reproduction.Findings.Cause;
import io.churnops.training.reproduction.Findings.Part;
import io.churnops.training.reproduction.Findings.Reason;
import io.churnops.training.reproduction.Findings.Surrounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds why a version that was made again is not the same. It never finds nothing. */
final class ExplainDifference {

  private final CompareVersion.Recorded recorded;
  private final List<Reason> reasons = new ArrayList<>();

  ExplainDifference(CompareVersion.Recorded recorded) {
    this.recorded = recorded;
  }

  /** What is on record of one thing in several places must agree. */
  ExplainDifference records(DatasetManifest original, JsonNode trainedWith) {
    same(
        Cause.DEFINITION,
        "the fingerprint of the view",
        recorded.version().viewFingerprint(),
        original.view().fingerprint());
    same(
        Cause.DEFINITION,
        "the fingerprint of the label",
        recorded.version().signature().at("/label/fingerprint").asString(),
        original.label().fingerprint());
    same(Cause.DATA, "the SHA-256 of the rows", recorded.rows(), original.sha256());
    same(
        Cause.DATA, "the training set", recorded.version().datasetId(), recorded.run().datasetId());
    parameters(recorded.run().parameters(), trainedWith);
    return this;
  }

  private void same(Cause cause, String what, String ofTheVersion, String elsewhere) {
    if (!ofTheVersion.equals(elsewhere)) {
      reasons.add(
          new Reason(
              cause,
              "The version says that %s is %s, where it was made it is %s."
                  .formatted(what, ofTheVersion, elsewhere)));
    }
  }

  private void parameters(JsonNode ofTheRun, JsonNode trainedWith) {
    var names = new TreeSet<>(trainedWith.propertyNames());
    for (String name : names) {
      String run = CanonicalJson.text(ofTheRun.path(name));
      String trained = CanonicalJson.text(trainedWith.path(name));
      if (!run.equals(trained)) {
        reasons.add(
            new Reason(
                Cause.PARAMETERS,
                "The run says that %s was %s, its request gives %s%s."
                    .formatted(name, run.isEmpty() ? "not said" : run, trained, signed(name))));
      }
    }
  }

  private String signed(String name) {
    JsonNode parameters = recorded.card().path("parameters");
    return parameters.has(name)
        ? ", the model card says " + CanonicalJson.text(parameters.path(name))
        : "";
  }

  /** Rows that are not those of the first build. */
  ExplainDifference rows(
      DatasetManifest original, DatasetManifest rebuilt, Optional<RowDifferences> differences) {
    if (original.sha256().equals(rebuilt.sha256())) {
      return this;
    }
    reasons.add(
        new Reason(
            Cause.DATA,
            "The rows built again are others: "
                + differences
                    .map(RowDifferences::sentence)
                    .orElseGet(() ->
                        "%d rows with %d churners, where there were %d with %d; the first ones are gone"
                            .formatted(
                                rebuilt.rows(),
                                rebuilt.positives(),
                                original.rows(),
                                original.positives()))
                + "."));
    DatasetManifest.Basis then = original.basis();
    DatasetManifest.Basis now = rebuilt.basis();
    if (then != null && now != null && then.erasures() < now.erasures()) {
      reasons.add(
          new Reason(
              Cause.ERASED,
              "%d customers were erased since, whose rows can never be built again."
                  .formatted(now.erasures() - then.erasures())));
    }
    if (then == null || now == null || !then.code().equals(now.code())) {
      reasons.add(
          new Reason(
              Cause.CODE,
              then == null || now == null
                  ? "By what code of feature-service the rows were made was not written down."
                  : "Other code of feature-service made the rows."));
    }
    return this;
  }

  ExplainDifference environment(List<Surrounding> different) {
    reasons.addAll(CompareEnvironment.reasons(different));
    return this;
  }

  ExplainDifference add(Reason reason) {
    reasons.add(reason);
    return this;
  }

  /** All reasons; which parts differ is one where there is no other. */
  List<Reason> of(List<Part> parts) {
    if (reasons.isEmpty()) {
      reasons.add(
          new Reason(
              Cause.UNEXPLAINED,
              "Rows, parameters, code, libraries and JDK are the same, yet these parts are not: %s."
                  .formatted(
                      parts.stream()
                          .filter(part -> part.decisive() && !part.same())
                          .map(Part::part)
                          .collect(Collectors.joining(", ")))));
    }
    return List.copyOf(reasons);
  }
}
