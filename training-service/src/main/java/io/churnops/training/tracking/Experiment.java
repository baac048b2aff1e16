package io.churnops.training.tracking;

import java.time.Instant;
import java.util.SortedMap;

/** A name under which runs are filed. */
public record Experiment(
    long experimentId,
    String name,
    Stage stage,
    Instant createdAt,
    Instant updatedAt,
    SortedMap<String, String> tags) {}
