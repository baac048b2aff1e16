package io.churnops.training.retraining;

import io.churnops.training.registry.Alias;
import io.churnops.training.registry.AliasMove;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.GateReport;
import io.churnops.training.registry.GateReports;
import io.churnops.training.registry.ModelRegistry;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Moves the champion's alias to the version that passed the gates, on the word of that very report:
 * a champion that has moved since makes the step fail, and the gate is to be asked again.
 */
@Component
class PromoteWork implements StepWork {

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final GateReports reports;

  PromoteWork(ModelRegistry registry, ArtefactStore artefacts, GateReports reports) {
    this.registry = registry;
    this.artefacts = artefacts;
    this.reports = reports;
  }

  @Override
  public Step step() {
    return Step.PROMOTE;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    if (!retraining.request().promotes()) {
      return new StepOutcome.Skipped("Nobody asked to promote the version.");
    }
    int version = retraining.resultOf(Step.TRAIN).path("modelVersion").asInt();
    JsonNode gate = retraining.resultOf(Step.GATE);
    artefacts.verify(registry.version(retraining.model(), version));
    AliasMove move =
        new AliasMove(
                retraining.model(),
                Alias.CHAMPION,
                version,
                null,
                retraining.actor(),
                "Retraining %s passed its gates.".formatted(retraining.retrainingId()))
            .judged(report(retraining.model(), version, gate), false);
    return new StepOutcome.Atomic(() -> promoted(registry.move(move), gate));
  }

  private static StepOutcome promoted(Alias moved, JsonNode gate) {
    return new StepOutcome.Done(
        Map.of("version", moved.version(), "previousVersion", gate.path("champion").asInt()),
        "Version %d is the champion.".formatted(moved.version()));
  }

  private GateReport report(String model, int version, JsonNode gate) {
    String id = gate.path("reportId").asString();
    return reports.of(model, version, "", Integer.MAX_VALUE).stream()
        .filter(report -> report.reportId().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
