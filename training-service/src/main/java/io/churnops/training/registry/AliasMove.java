package io.churnops.training.registry;

import org.jspecify.annotations.Nullable;

/**
 * The wish to let an alias mean a version.
 *
 * @param expected when given, what the alias must mean now; 0 means that it must not exist
 */
public record AliasMove(
    String modelName,
    String alias,
    int version,
    @Nullable Integer expected,
    String actor,
    String reason) {}
