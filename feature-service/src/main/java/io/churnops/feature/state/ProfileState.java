package io.churnops.feature.state;

import io.churnops.feature.identity.Profile;
import io.churnops.features.engine.FeatureState;

/** A customer as it is at present, and its state. Shared by all its ids; not to be changed. */
public record ProfileState(Profile profile, FeatureState state) {}
