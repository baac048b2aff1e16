package io.churnops.feature.consistency;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A served vector as it is kept.
 *
 * @param id 0 before it is kept
 * @param members the ids whose events were in it
 * @param values null, a number or a category per column
 */
record Sample(
    long id,
    String customerId,
    Set<String> members,
    String viewFingerprint,
    long atMicros,
    Map<Integer, Long> appliedOffsets,
    List<@Nullable Object> values) {}
