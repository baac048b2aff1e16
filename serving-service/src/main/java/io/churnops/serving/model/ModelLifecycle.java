package io.churnops.serving.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What this service reads of a message of {@code model-lifecycle.v1}: an alias was moved. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelLifecycle(
    @JsonProperty(required = true) String modelName, @JsonProperty(required = true) String alias) {}
