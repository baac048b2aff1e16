package io.churnops.spark;

import java.io.Serializable;

/**
 * Pages of a partition of the log that lie one after the other.
 *
 * @param file of the pages; the partition has another one when it was rewritten, as by VACUUM FULL
 * @param until the first page behind them
 * @param last whether what lies behind them belongs to them too
 */
record LogSlice(String table, long file, long from, long until, boolean last)
    implements Serializable {

  /** The condition of a row to lie in it. */
  String condition() {
    String lower = "ctid >= '(" + from + ",0)'";
    return last ? lower : lower + " and ctid < '(" + until + ",0)'";
  }
}
