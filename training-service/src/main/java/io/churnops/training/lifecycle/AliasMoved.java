package io.churnops.training.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code model-lifecycle.v1}: from now on an alias means another version, or none.
 *
 * @param eventId unique; the same message may arrive more than once
 * @param modelVersion 0 when the alias was removed; data set and view are absent then
 * @param previousVersion what the alias meant before, absent when it is new
 * @param datasetId what the version was trained on, as is the view of the fingerprint
 * @param previousDatasetId the same of the previous version, to which a rollback would lead
 */
@JsonPropertyOrder({"eventId", "type"})
public record AliasMoved(
    String eventId,
    String modelName,
    String alias,
    int modelVersion,
    @Nullable Integer previousVersion,
    Instant movedAt,
    String movedBy,
    String reason,
    @Nullable String datasetId,
    @Nullable String viewFingerprint,
    @Nullable String previousDatasetId,
    @Nullable String previousViewFingerprint) {

  /** An alias that means nothing any more. */
  public static AliasMoved removed(
      String eventId,
      String modelName,
      String alias,
      int version,
      Instant at,
      String actor,
      String reason,
      String datasetId,
      String viewFingerprint) {
    return new AliasMoved(
        eventId,
        modelName,
        alias,
        0,
        version,
        at,
        actor,
        reason,
        null,
        null,
        datasetId,
        viewFingerprint);
  }

  /** The kind of message. */
  @JsonProperty
  public String type() {
    return modelVersion == 0 ? "alias.removed" : "alias.moved";
  }
}
