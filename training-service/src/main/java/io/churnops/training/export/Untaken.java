package io.churnops.training.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the MLflow server did not take.
 *
 * @param subject the run's id, the model's name, {@code model/version} or {@code model@alias}
 * @param refused whether it is set aside; otherwise it is told again by itself
 * @param reason what the server said
 * @param againAt when it is told again at the earliest
 */
@Schema(name = "MlflowExportUntaken")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Untaken(
    Untold.Kind kind,
    String subject,
    boolean refused,
    String reason,
    Instant at,
    @Nullable Instant againAt) {

  String name() {
    return kind + "/" + subject;
  }
}
