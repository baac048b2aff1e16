package io.churnops.training.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code model-lifecycle.v1}: from now on an alias means another version.
 *
 * @param eventId unique; the same message may arrive more than once
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
    String datasetId,
    String viewFingerprint,
    @Nullable String previousDatasetId,
    @Nullable String previousViewFingerprint) {

  /** The kind of message; there is one so far. */
  @JsonProperty
  public String type() {
    return "alias.moved";
  }
}
