package io.churnops.feature.log;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The log's partitions, one per month of event time in UTC, added before the first event of a month
 * is written. Months outside 2000 to 2099 have the two open ends, so that a producer with a broken
 * clock cannot create tables without end.
 */
final class MonthPartitions {

  private static final YearMonth FIRST = YearMonth.of(2000, 1);
  private static final YearMonth LAST = YearMonth.of(2099, 12);
  private static final long MICROS_PER_DAY = 24 * 3600 * 1_000_000L;
  private static final long LOCK = 0x6368_7572_6e6d_6f6eL;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate ownTransaction;
  private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();

  MonthPartitions(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  void prepareFor(Collection<ReceivedEvent> events) {
    Set<YearMonth> missing =
        events.stream()
            .map(received -> Math.floorDiv(received.event().timeMicros(), MICROS_PER_DAY))
            .distinct()
            .map(day -> YearMonth.from(LocalDate.ofEpochDay(day)))
            .filter(month -> !month.isBefore(FIRST) && !month.isAfter(LAST))
            .filter(month -> !known.contains(month))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      ownTransaction.executeWithoutResult(_ -> create(missing));
      known.addAll(missing);
    }
  }

  /** Has every month be looked for again. */
  void forget() {
    known.clear();
  }

  private void create(Set<YearMonth> months) {
    jdbc.query("select pg_advisory_xact_lock(?)", _ -> {}, LOCK);
    for (YearMonth month : months) {
      String table = tableOf(month);
      Boolean exists =
          jdbc.queryForObject("select to_regclass(?) is not null", Boolean.class, table);
      if (!Boolean.TRUE.equals(exists)) {
        // ATTACH lets readers and writers of the other months go on; CREATE ... PARTITION OF does
        // not.
        jdbc.execute("create table " + table + " (like customer_event including all)");
        jdbc.execute(
            "alter table customer_event attach partition %s for values from ('%s') to ('%s')"
                .formatted(table, start(month), start(month.plusMonths(1))));
      }
    }
  }

  private static String tableOf(YearMonth month) {
    return String.format(
        Locale.ROOT, "customer_event_y%04dm%02d", month.getYear(), month.getMonthValue());
  }

  private static String start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
  }
}
