package io.churnops.spark;

import java.util.List;
import java.util.Objects;
import org.apache.spark.Partitioner;
import org.jspecify.annotations.Nullable;

/** Puts customers into ranges, in the order of the customers. */
final class CustomerRanges extends Partitioner {

  private final String[] borders;

  CustomerRanges(List<String> borders) {
    this.borders = borders.toArray(String[]::new);
  }

  @Override
  public int numPartitions() {
    return borders.length + 1;
  }

  @Override
  public int getPartition(@Nullable Object key) {
    String customer = ((EventKey) Objects.requireNonNull(key)).customer();
    int low = 0;
    int high = borders.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (EventKey.compareCustomers(customer, borders[middle]) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
