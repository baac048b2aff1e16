package io.churnops.training.registry;

import tools.jackson.databind.JsonNode;

/** A trained model that is to become a version. */
public record NewVersion(
    String modelName,
    int version,
    String runId,
    String datasetId,
    String viewName,
    String viewFingerprint,
    String artefactDigest,
    double threshold,
    JsonNode metrics,
    JsonNode signature,
    JsonNode baseline,
    JsonNode card) {}
