package io.churnops.feature.state;

import io.churnops.feature.identity.Person;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.IdleRetractions;

/**
 * A customer as it was known at a moment, and its state. Shared by all its ids.
 *
 * @param idle the retractions of which nothing came
 */
public record KnownState(Person person, FeatureState state, IdleRetractions idle) {}
