package io.churnops.training.mlflow;

import io.churnops.training.tracking.Stage;
import java.util.List;

/** Which of deleted and other things a client wants to see. */
enum ViewType {
  ACTIVE_ONLY(Stage.ACTIVE),
  DELETED_ONLY(Stage.DELETED),
  ALL(Stage.ACTIVE, Stage.DELETED);

  private final List<Stage> stages;

  ViewType(Stage... stages) {
    this.stages = List.of(stages);
  }

  static List<Stage> stages(Fields request, String field) {
    return request
        .optional(field)
        .map(word -> MlflowApi.word(ViewType.class, word))
        .orElse(ACTIVE_ONLY)
        .stages;
  }
}
