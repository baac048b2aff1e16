package io.churnops.kit.erasure;

import java.util.List;
import java.util.Map;

/** A service that keeps something of customers. */
public interface ErasesCustomers {

  /** The name it answers under, for example {@code monitoring}. */
  String service();

  /**
   * Removes everything that is kept of some customers and takes in nothing more of them; may be
   * asked again for the same.
   *
   * @return what was removed, by store
   */
  Map<String, Long> erase(List<String> customerIds);
}
