package io.churnops.feature.consistency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of served vectors with the log.
 *
 * @param finishedAt absent while it runs
 * @param checked how many vectors were compared
 * @param mismatches how many of them are not what the log says; 0 is what is expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConsistencyRun(
    UUID runId,
    Instant requestedAt,
    String requestedBy,
    @Nullable Instant finishedAt,
    long checked,
    long mismatches) {}
