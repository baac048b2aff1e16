package io.churnops.training.tracking;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dataset that a run read. */
@Schema(name = "RunInput")
public record RunInput(
    String name,
    String digest,
    String sourceType,
    String source,
    @Nullable String schema,
    @Nullable String profile,
    Map<String, String> tags) {}
