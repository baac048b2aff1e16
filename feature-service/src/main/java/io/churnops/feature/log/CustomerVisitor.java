package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.util.Iterator;

/** Is shown one customer after the other. */
@FunctionalInterface
public interface CustomerVisitor {

  /**
   * One customer.
   *
   * @param events in the order of {@link CustomerEvent#ORDER}; usable during the call only, and
   *     need not be read to the end
   */
  void visit(String customerId, Iterator<CustomerEvent> events);
}
