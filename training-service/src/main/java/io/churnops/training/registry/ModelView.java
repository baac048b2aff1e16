package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A model with all its versions, newest first, and what its aliases mean. */
@Schema(name = "Model")
public record ModelView(
    String name,
    Instant createdAt,
    String description,
    Map<String, String> tags,
    List<Alias> aliases,
    List<Version> versions) {

  /**
   * A version in short.
   *
   * @param report where its model card is as a page to read
   */
  @Schema(name = "ModelVersionSummary")
  public record Version(
      int version,
      String status,
      String runId,
      Instant createdAt,
      String description,
      Map<String, String> tags,
      JsonNode metrics,
      String report) {}
}
