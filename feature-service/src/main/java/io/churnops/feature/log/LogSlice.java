package io.churnops.feature.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Pages of a partition of the log that lie one after the other.
 *
 * @param file of the pages; the partition has another one when it was rewritten, as by VACUUM FULL,
 *     and its rows lie elsewhere in that
 * @param until the first page behind them; null if they are the last
 */
record LogSlice(String table, long file, long from, @Nullable Long until) {

  private static final int PAGES = 2_048;

  /**
   * The whole log. What is appended later may be in none, so that it must be asked for in or after
   * the snapshot that is read.
   */
  static List<LogSlice> all(JdbcTemplate jdbc) {
    List<LogSlice> slices = new ArrayList<>();
    jdbc.query(
        """
        select relid::regclass::text, pg_relation_filenode(relid),
          pg_relation_size(relid) / current_setting('block_size')::bigint
        from pg_partition_tree('customer_event') where isleaf\
        """,
        row -> {
          String table = row.getString(1);
          long file = row.getLong(2);
          long pages = row.getLong(3);
          long from = 0;
          for (; from + PAGES < pages; from += PAGES) {
            slices.add(new LogSlice(table, file, from, from + PAGES));
          }
          if (pages > 0) {
            slices.add(new LogSlice(table, file, from, null));
          }
        });
    return slices;
  }

  /** Whether the pages are still those of the partition. To be asked with a lock on it. */
  boolean isCurrent(JdbcTemplate jdbc) {
    Long now = jdbc.queryForObject("select pg_relation_filenode(?::regclass)", Long.class, table);
    return now != null && now == file;
  }

  /** The condition of a row to lie in it. */
  String condition() {
    String lower = "ctid >= '(" + from + ",0)'";
    return until == null ? lower : lower + " and ctid < '(" + until + ",0)'";
  }
}
