package io.churnops.training.runs;

import tools.jackson.databind.JsonNode;

/**
 * What a finished run leaves behind, beside the version it made.
 *
 * @param environment what it ran on, and where forests were grown that it did not grow itself
 */
record RunOutcome(
    JsonNode parameters,
    JsonNode split,
    JsonNode metrics,
    JsonNode promotion,
    JsonNode environment,
    int modelVersion) {}
