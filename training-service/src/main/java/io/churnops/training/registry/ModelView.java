package io.churnops.training.registry;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A model with all its versions, newest first, and what its aliases mean. */
record ModelView(String name, Instant createdAt, List<Alias> aliases, List<Version> versions) {

  record Version(int version, String status, String runId, Instant createdAt, JsonNode metrics) {}
}
