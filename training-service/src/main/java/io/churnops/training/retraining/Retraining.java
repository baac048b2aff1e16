package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A retraining with the timeline of its steps.
 *
 * @param retriedBy who asked last for a step to be done anew
 * @param cancelledBy who wanted it no more, at its end
 * @param modelVersion the version that was trained, once there is one
 * @param reason why it ended as it did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Retraining")
record Retraining(
    String retrainingId,
    RetrainingStatus status,
    String model,
    Source source,
    String requestedBy,
    @JsonIgnore @Nullable String retriedBy,
    @Nullable String cancelledBy,
    RetrainingRequest request,
    @Nullable Integer modelVersion,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant finishedAt,
    List<RetrainingStep> steps) {

  /** Who asked. */
  enum Source {
    API,
    SCHEDULE,
    TOPIC
  }

  /** The same with its steps, of which the version and the reason are told. */
  Retraining with(List<RetrainingStep> steps) {
    JsonNode version =
        steps.stream()
            .filter(step -> step.step() == Step.TRAIN)
            .map(step -> step.result().path("modelVersion"))
            .findFirst()
            .orElse(MissingNode.getInstance());
    String last =
        steps.stream()
            .filter(step -> finishedAt != null && step.status() != StepStatus.PENDING)
            .reduce((_, later) -> later)
            .map(RetrainingStep::reason)
            .orElse(null);
    return new Retraining(
        retrainingId,
        status,
        model,
        source,
        requestedBy,
        retriedBy,
        cancelledBy,
        request,
        version.isInt() ? version.intValue() : null,
        last,
        createdAt,
        finishedAt,
        List.copyOf(steps));
  }

  /** In whose name its steps are done. */
  @JsonIgnore
  String actor() {
    return retriedBy == null ? requestedBy : retriedBy;
  }

  /** The step that is to be done; none when the retraining is over. */
  @JsonIgnore
  Optional<RetrainingStep> current() {
    return status == RetrainingStatus.RUNNING
        ? steps.stream().filter(step -> !step.status().letsGoOn()).findFirst()
        : Optional.empty();
  }

  /** What a step before left for those after it. */
  JsonNode resultOf(Step step) {
    return step(step).result();
  }

  RetrainingStep step(Step wanted) {
    return steps.stream().filter(step -> step.step() == wanted).findFirst().orElseThrow();
  }

  /** A key under which what a step does elsewhere is done once, until it is asked for anew. */
  String keyOf(RetrainingStep step) {
    return "retraining-%s-%s-%d".formatted(retrainingId, step.step().word(), step.retries());
  }
}
