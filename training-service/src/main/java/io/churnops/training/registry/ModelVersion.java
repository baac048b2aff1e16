package io.churnops.training.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One trained model: what it was made of, how good it is, and what it promises to read.
 *
 * @param approval the latest word on it, if there was any
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
    @Nullable Approval approval) {}
