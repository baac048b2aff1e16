package io.churnops.kit.export;

import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** A part of a service that keeps something of customers. */
@FunctionalInterface
public interface ExportsCustomers {

  /** Writes everything of a customer, under all its ids, as properties of the present object. */
  void export(Set<String> ids, JsonGenerator to);
}
