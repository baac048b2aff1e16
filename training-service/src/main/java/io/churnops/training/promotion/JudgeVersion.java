package io.churnops.training.promotion;

import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.kit.Ids;
import io.churnops.training.card.ModelCard;
import io.churnops.training.datasets.FetchDataset;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.Gate;
import io.churnops.training.registry.GateReport;
import io.churnops.training.registry.GateReports;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Holds a version to all gates. */
@Component
public class JudgeVersion {

  private static final double NANOS_PER_MILLISECOND = 1e6;

  private final ModelGates modelGates;
  private final BetterThanChampion betterThanChampion;
  private final ServableView servableView;
  private final ApprovedByPeople approvedByPeople;
  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final FetchDataset fetchDataset;
  private final GateReports reports;
  private final JsonMapper json;
  private final Ids ids;
  private final InstantSource clock;

  JudgeVersion(
      ModelGates modelGates,
      BetterThanChampion betterThanChampion,
      ServableView servableView,
      ApprovedByPeople approvedByPeople,
      ModelRegistry registry,
      ArtefactStore artefacts,
      FetchDataset fetchDataset,
      GateReports reports,
      JsonMapper json,
      Ids ids,
      InstantSource clock) {
    this.modelGates = modelGates;
    this.betterThanChampion = betterThanChampion;
    this.servableView = servableView;
    this.approvedByPeople = approvedByPeople;
    this.registry = registry;
    this.artefacts = artefacts;
    this.fetchDataset = fetchDataset;
    this.reports = reports;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Holds a registered version to all gates, and keeps the report. What feature-service does not
   * answer for does not pass.
   */
  public GateReport judgeRegistered(String model, int version, String actor) {
    return judgeRegistered(model, version, actor, false);
  }

  /**
   * The same once feature-service and the bucket of the artefacts answer; until then nothing is
   * said of the version.
   *
   * @throws io.churnops.training.datasets.FeatureServiceUnavailableException when the first does
   *     not
   * @throws io.churnops.kit.problem.ProblemException one that passes when the other does not
   */
  public GateReport judgeOnceServed(String model, int version, String actor) {
    return judgeRegistered(model, version, actor, true);
  }

  private GateReport judgeRegistered(String model, int version, String actor, boolean waits) {
    ModelVersion registered = registry.version(model, version);
    ModelArtefact artefact = artefacts.verify(registered);
    ModelCard card = json.treeToValue(registry.card(model, version), ModelCard.class);
    GateReport report =
        judge(
            new Candidate(
                model,
                version,
                card,
                artefact,
                () -> fetchDataset.fetchNow(card.data().datasetId(), card.label().name()),
                waits),
            actor);
    reports.keep(report);
    return report;
  }

  /** Holds a version to all gates that need not be registered yet; the report is not kept. */
  public GateReport judge(Candidate candidate, String actor) {
    GateSettings limits = modelGates.of(candidate.modelName());
    BetterThanChampion.Outcome comparison = betterThanChampion.judge(candidate, limits);
    var gates = new ArrayList<Gate>();
    gates.add(comparison.gate());
    ModelCard card = candidate.card();
    gates.addAll(new CardGates(limits).of(card.evaluation(), card.baselines(), card.segments()));
    gates.add(latency(OneRowLatency.of(candidate.artefact()), limits.maximumLatency()));
    gates.add(servableView.judge(candidate));
    gates.add(approvedByPeople.judge(candidate, limits));
    return new GateReport(
        ids.next(),
        candidate.modelName(),
        candidate.version(),
        comparison.champion(),
        gates.stream().allMatch(Gate::passed),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        actor,
        List.copyOf(gates),
        comparison.comparison());
  }

  private Gate latency(Duration median, Duration allowed) {
    double measured = median.toNanos() / NANOS_PER_MILLISECOND;
    double limit = allowed.toNanos() / NANOS_PER_MILLISECOND;
    return new Gate(
        "latency",
        measured <= limit,
        measured,
        limit,
        String.format(
            Locale.ROOT,
            "One row takes %.4f ms in the middle; %.4f ms are allowed.",
            measured,
            limit));
  }
}
