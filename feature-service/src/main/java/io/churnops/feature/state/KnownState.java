package io.churnops.feature.state;

import io.churnops.feature.identity.Person;
import io.churnops.features.engine.FeatureState;

/** A customer as it was known at a moment, and its state. Shared by all its ids. */
public record KnownState(Person person, FeatureState state) {}
