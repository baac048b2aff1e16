package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.training.registry.ChampionComparison;
import io.churnops.training.registry.Gate;
import io.churnops.training.registry.GateReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a trained model becomes the champion, and why.
 *
 * @param champion what the alias meant when this was decided, 0 for nothing
 * @param comparison on the same test rows, where the champion could be compared
 * @param gateReport what the model was held to, where the run was to promote
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PromotionDecision(
    Promote requested,
    boolean promoted,
    int champion,
    String reason,
    @Nullable ChampionComparison comparison,
    @Nullable String gateReport,
    @Nullable List<Gate> gates) {

  static PromotionDecision notAsked(int champion) {
    return new PromotionDecision(
        Promote.NEVER, false, champion, "The run was not to promote.", null, null, null);
  }

  /** The decision that follows from what the model was held to. */
  static PromotionDecision of(Promote wish, GateReport report) {
    boolean promoted = wish == Promote.ALWAYS || report.passed();
    return new PromotionDecision(
        wish,
        promoted,
        report.champion(),
        reason(wish, report),
        report.comparison(),
        report.reportId(),
        report.gates());
  }

  private static String reason(Promote wish, GateReport report) {
    if (wish == Promote.ALWAYS) {
      return ("The run was to promote always. " + report.refusal()).strip();
    }
    return report.passed() ? report.gates().getFirst().reason() : report.refusal();
  }
}
