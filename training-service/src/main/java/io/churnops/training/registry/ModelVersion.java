package io.churnops.training.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One trained model: what it was made of, how good it is, and what it promises to read.
 *
 * @param status READY, DELETED (to be restored) or REMOVED (its artefact is gone)
 * @param approval the latest word on it, if there was any
 * @param reproduced what came of it when it was last made again, if it ever was
 */
public record ModelVersion(
    String modelName,
    int version,
    String status,
    String runId,
    String datasetId,
    String viewName,
    String viewFingerprint,
    String artefactDigest,
    double threshold,
    JsonNode metrics,
    JsonNode signature,
    JsonNode baseline,
    Instant createdAt,
    String description,
    Map<String, String> tags,
    @Nullable Approval approval,
    @Nullable Reproduced reproduced) {

  /** Whether an alias may mean it. */
  boolean ready() {
    return status.equals("READY");
  }

  /** Whether its artefact is gone for good. */
  boolean removed() {
    return status.equals("REMOVED");
  }

  /** Where its model card is as a page to read. */
  @JsonProperty
  public String report() {
    return reportOf(modelName, version);
  }

  static String reportOf(String model, int version) {
    return "/v1/models/%s/versions/%d/report".formatted(model, version);
  }
}
