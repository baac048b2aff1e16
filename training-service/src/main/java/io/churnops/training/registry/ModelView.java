package io.churnops.training.registry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A model with all its versions, newest first, and what its aliases mean. */
@Schema(name = "Model")
record ModelView(String name, Instant createdAt, List<Alias> aliases, List<Version> versions) {

  @Schema(name = "ModelVersionSummary")
  record Version(int version, String status, String runId, Instant createdAt, JsonNode metrics) {}
}
