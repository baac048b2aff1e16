package io.churnops.training.runs;

import io.churnops.forest.artefact.ArtefactContents;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.artefact.WrittenArtefact;
import io.churnops.training.card.ModelCard;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.promotion.Candidate;
import io.churnops.training.promotion.JudgeVersion;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.AliasMove;
import io.churnops.training.registry.AliasMovedMeanwhileException;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.GateReport;
import io.churnops.training.registry.GateReports;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.registry.NewVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a version of a trained model: first the signed artefact, read back and verified, then, in
 * one transaction, the version, the end of the run, and the champion's move where it was earned.
 */
@Component
class PublishModel {

  private static final Logger log = LoggerFactory.getLogger(PublishModel.class);
  private static final int ATTEMPTS = 3;

  private final DescribeModel describeModel;
  private final ArtefactStore artefacts;
  private final ModelRegistry registry;
  private final JudgeVersion judgeVersion;
  private final GateReports reports;
  private final RunQueue queue;
  private final RunMetrics metrics;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final InstantSource clock;

  PublishModel(
      DescribeModel describeModel,
      ArtefactStore artefacts,
      ModelRegistry registry,
      JudgeVersion judgeVersion,
      GateReports reports,
      RunQueue queue,
      RunMetrics metrics,
      TransactionTemplate transaction,
      JsonMapper json,
      InstantSource clock) {
    this.describeModel = describeModel;
    this.artefacts = artefacts;
    this.registry = registry;
    this.judgeVersion = judgeVersion;
    this.reports = reports;
    this.queue = queue;
    this.metrics = metrics;
    this.transaction = transaction;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Another process may take the version's number or move the champion; then all is decided anew.
   */
  void publish(RunQueue.Claim claim, Dataset data, TrainedModel trained) {
    for (int attempt = 1; ; attempt++) {
      try {
        publishOnce(claim, data, trained);
        return;
      } catch (DataIntegrityViolationException | AliasMovedMeanwhileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        log.info("Run {} was overtaken in the registry and publishes again", claim.runId(), e);
      }
    }
  }

  private void publishOnce(RunQueue.Claim claim, Dataset data, TrainedModel trained) {
    String model = claim.request().model();
    int version = registry.nextVersion(model);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ArtefactContents contents =
        describeModel.contents(model, claim.runId(), version, data, trained, now);
    WrittenArtefact written = artefacts.write(contents);
    ModelArtefact artefact = artefacts.load(model, version, written.digest());
    ModelCard card = describeModel.card(contents.model(), data, trained);
    var candidate = new Candidate(model, version, card, artefact, () -> data, false);
    GateReport report =
        claim.request().promotes() ? judgeVersion.judge(candidate, claim.requestedBy()) : null;
    var newVersion =
        new NewVersion(
            model,
            version,
            claim.runId(),
            data.manifest().datasetId(),
            data.manifest().view().name(),
            data.manifest().view().fingerprint(),
            written.digest(),
            trained.threshold(),
            json.valueToTree(trained.metrics()),
            json.valueToTree(new Signature(trained.inputs(), Signature.Label.of(data))),
            json.readTree(trained.baseline().toJson()),
            json.valueToTree(card));
    transaction.executeWithoutResult(_ -> register(claim, data, trained, newVersion, report));
  }

  private void register(
      RunQueue.Claim claim,
      Dataset data,
      TrainedModel trained,
      NewVersion version,
      @Nullable GateReport report) {
    queue.hold(claim);
    registry.register(version, claim.requestedBy());
    PromotionDecision decision = decide(claim, version, report);
    metrics.add(claim.runId(), steps(trained));
    queue.finish(
        claim,
        new RunOutcome(
            describeModel.parameters(trained),
            json.valueToTree(SplitReport.of(data, trained.split())),
            version.metrics(),
            json.valueToTree(decision),
            version.card().path("environment"),
            version.version()));
  }

  /** Decides by the gates, and moves the champion's alias where it was earned. */
  private PromotionDecision decide(
      RunQueue.Claim claim, NewVersion version, @Nullable GateReport report) {
    if (report == null) {
      return PromotionDecision.notAsked(
          registry
              .meantBy(version.modelName(), Alias.CHAMPION)
              .map(ModelVersion::version)
              .orElse(0));
    }
    reports.keep(report);
    Promote wish = claim.request().promotion();
    PromotionDecision decision = PromotionDecision.of(wish, report);
    if (decision.promoted()) {
      registry.move(
          new AliasMove(
              version.modelName(),
              Alias.CHAMPION,
              version.version(),
              decision.champion(),
              claim.requestedBy(),
              decision.reason(),
              report,
              wish == Promote.ALWAYS));
    }
    return decision;
  }

  private static List<RunMetrics.Metric> steps(TrainedModel trained) {
    List<RunMetrics.Metric> steps = new ArrayList<>(RunMetrics.Metric.once(trained.metrics()));
    trained
        .curve()
        .forEach(
            point -> steps.add(new RunMetrics.Metric("validationAuc", point.trees(), point.auc())));
    return steps;
  }
}
