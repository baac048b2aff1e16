package io.churnops.feature.datasets;

import io.churnops.features.engine.CustomerEvent;
import java.util.List;

/**
 * Moments, one after the other, at which an id belonged to the same customer.
 *
 * @param isCanonical whether the customer went by the id asked for
 * @param events of all its ids, as if sent under the one asked for, sorted
 */
record PersonRun(List<Long> moments, boolean isCanonical, List<CustomerEvent> events) {}
