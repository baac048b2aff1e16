package io.churnops.spark;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** What events are sorted by: the customer, by its bytes, and then as the feature engine wants. */
record EventKey(String customer, long timeMicros, String source, String id)
    implements Comparable<EventKey>, Serializable {

  private static final Comparator<EventKey> OF_ONE_CUSTOMER =
      Comparator.comparingLong(EventKey::timeMicros)
          .thenComparing(EventKey::source)
          .thenComparing(EventKey::id);

  @Override
  public int compareTo(EventKey other) {
    int byCustomer = compareCustomers(customer, other.customer);
    return byCustomer != 0 ? byCustomer : OF_ONE_CUSTOMER.compare(this, other);
  }

  /** As the log sorts them, which differs from Java's order of texts beyond 16 bits. */
  static int compareCustomers(String one, String other) {
    return one.equals(other)
        ? 0
        : Arrays.compareUnsigned(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
