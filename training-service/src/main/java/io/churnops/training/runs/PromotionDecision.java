package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether a trained model becomes the champion, and why.
 *
 * @param champion what the alias meant when this was decided, 0 for nothing
 * @param comparison on the same test rows, where the champion could be compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PromotionDecision(
    Promote requested,
    boolean promoted,
    int champion,
    String reason,
    @Nullable Comparison comparison) {

  /**
   * Challenger against champion on the test rows.
   *
   * @param difference of the AUCs, with its 95 % interval
   * @param championKnewTheTime the champion has learnt from rows as new as these, which favours it
   */
  record Comparison(
      int rows,
      double challengerAuc,
      double championAuc,
      double difference,
      double low,
      double high,
      boolean championKnewTheTime) {}
}
