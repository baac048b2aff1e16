package io.churnops.feature.datasets;

import io.churnops.feature.identity.Person;
import io.churnops.features.engine.CustomerEvent;
import java.util.List;

/**
 * Moments, one after the other, at which an id belonged to the same customer.
 *
 * @param person the customer
 * @param events of all its ids, as if sent under the one asked for, sorted
 */
record PersonRun(List<Long> moments, Person person, List<CustomerEvent> events) {

  /** Whether the customer went by an id. */
  boolean isOf(String id) {
    return person.canonicalId().equals(id);
  }
}
