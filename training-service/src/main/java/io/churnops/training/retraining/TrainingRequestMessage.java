package io.churnops.training.retraining;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code training-requests.v1}: what {@code POST /v1/retraining} takes, and who asks.
 *
 * @param eventId unique for its sender; the same message may arrive more than once
 */
record TrainingRequestMessage(
    @NotNull
        @Size(min = 1, max = 200)
        @Pattern(regexp = "[^\\x00]*", message = RetrainingRequest.NO_NUL)
        String eventId,
    @NotNull
        @Size(min = 1, max = 200)
        @Pattern(regexp = "[^\\x00]*", message = RetrainingRequest.NO_NUL)
        String requestedBy,
    String model,
    RetrainingRequest.@Nullable DatasetWish dataset,
    @Nullable Map<String, Object> train,
    @Nullable PromotePolicy promote) {

  RetrainingRequest request() {
    return new RetrainingRequest(model, dataset, train, promote);
  }
}
