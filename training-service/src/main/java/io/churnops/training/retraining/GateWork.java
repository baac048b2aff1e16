package io.churnops.training.retraining;

import io.churnops.training.promotion.JudgeVersion;
import io.churnops.training.registry.Gate;
import io.churnops.training.registry.GateReport;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Holds the version to the gates. Where nothing is to be promoted, that is told and no more. */
@Component
class GateWork implements StepWork {

  private final JudgeVersion judgeVersion;

  GateWork(JudgeVersion judgeVersion) {
    this.judgeVersion = judgeVersion;
  }

  @Override
  public Step step() {
    return Step.GATE;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    GateReport report =
        judgeVersion.judgeOnceServed(
            retraining.model(),
            retraining.resultOf(Step.TRAIN).path("modelVersion").asInt(),
            retraining.actor());
    Map<String, Object> result =
        Map.of(
            "reportId", report.reportId(),
            "passed", report.passed(),
            "champion", report.champion(),
            "gates", report.gates());
    if (report.passed()) {
      return new StepOutcome.Done(result, "All %d gates pass.".formatted(report.gates().size()));
    }
    return retraining.request().promotes()
        ? new StepOutcome.Refused(result, code(report), report.refusal())
        : new StepOutcome.Done(result, "It would not pass. " + report.refusal());
  }

  private static String code(GateReport report) {
    return report.gates().stream()
        .filter(gate -> !gate.passed())
        .map(Gate::gate)
        .collect(Collectors.joining(","));
  }
}
