package io.churnops.feature.consistency;

import io.churnops.feature.identity.Profile;
import io.churnops.features.engine.FeatureVector;
import java.util.Map;

/**
 * A vector as it was served.
 *
 * @param atMicros the moment it was evaluated for
 */
record Served(
    Profile profile,
    String viewFingerprint,
    long atMicros,
    Map<Integer, Long> appliedOffsets,
    FeatureVector vector) {}
