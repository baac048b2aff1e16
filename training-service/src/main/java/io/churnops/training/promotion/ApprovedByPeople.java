package io.churnops.training.promotion;

import io.churnops.training.registry.Approval;
import io.churnops.training.registry.Approvals;
import io.churnops.training.registry.Gate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether somebody approved of a version of a model for which that is asked. */
@Component
class ApprovedByPeople {

  private static final String GATE = "approved";

  private final Approvals approvals;

  ApprovedByPeople(Approvals approvals) {
    this.approvals = approvals;
  }

  Gate judge(Candidate candidate, GateSettings limits) {
    Optional<Approval> word = approvals.latest(candidate.modelName(), candidate.version());
    boolean passed =
        word.map(Approval::approves).orElse(!limits.asksForApproval(candidate.modelName()));
    return Gate.of(
        GATE,
        passed,
        word.map(ApprovedByPeople::sentence)
            .orElse(passed ? "No approval is asked for." : "Nobody has approved of it yet."));
  }

  private static String sentence(Approval word) {
    return "%s by %s: %s"
        .formatted(word.approves() ? "Approved" : "Rejected", word.decidedBy(), word.reason());
  }
}
