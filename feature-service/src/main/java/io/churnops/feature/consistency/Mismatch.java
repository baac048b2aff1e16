package io.churnops.feature.consistency;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A vector that was served and is not what the log says.
 *
 * @param columns the names that go with the values
 * @param rebuilt of the same events, folded from the log; empty if the log holds none of them
 * @param differing the names of the columns whose values are not equal to the bit
 */
record Mismatch(
    long number,
    UUID runId,
    String customerId,
    Set<String> members,
    String viewFingerprint,
    Instant evaluatedAt,
    Map<Integer, Long> appliedOffsets,
    List<String> columns,
    List<@Nullable Object> served,
    List<@Nullable Object> rebuilt,
    List<String> differing) {}
