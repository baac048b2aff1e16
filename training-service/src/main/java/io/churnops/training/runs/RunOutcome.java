package io.churnops.training.runs;

import tools.jackson.databind.JsonNode;

/** What a finished run leaves behind, beside the version it made. */
record RunOutcome(
    JsonNode parameters, JsonNode split, JsonNode metrics, JsonNode promotion, int modelVersion) {}
