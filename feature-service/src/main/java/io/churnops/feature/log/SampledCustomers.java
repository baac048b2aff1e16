package io.churnops.feature.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Some customers of the log, kept beside it so that nobody has to read it to draw them: those whose
 * ids have the smallest hashes, whatever their number of events. The same ones as long as nobody
 * with a smaller hash comes.
 */
@Repository
public class SampledCustomers {

  /** So many are kept after those above the bound were dropped, and twice as many before. */
  private static final int KEPT = 20_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate ownTransaction;
  private final int kept;

  /** Of whom it is known that they are kept; more would be asked for again. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  private final AtomicInteger added = new AtomicInteger();
  private volatile @Nullable Bound bound;

  @Autowired
  SampledCustomers(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this(jdbc, transactions, KEPT);
  }

  SampledCustomers(JdbcTemplate jdbc, PlatformTransactionManager transactions, int kept) {
    this.jdbc = jdbc;
    this.kept = kept;
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * From which hash on nobody is kept.
   *
   * @param below null if everybody is
   */
  private record Bound(@Nullable Long below) {

    boolean admits(long hash) {
      return below == null || hash < below;
    }
  }

  /**
   * A sample.
   *
   * @param everybody whether no customer of the log is missing
   */
  public record Drawn(List<String> customers, boolean everybody) {}

  /** So many customers at most, by the ids they go by at present. */
  public Drawn draw(int most) {
    Bound now = readBound();
    List<String> customers =
        jdbc.query(
            """
            select s.customer_id
            from sampled_customer s left join identity_member on member_id = s.customer_id
            where coalesce(canonical_id, s.customer_id) = s.customer_id
              and (?::bigint is null or s.hash < ?)
            order by s.hash, s.customer_id limit ?\
            """,
            (row, _) -> row.getString(1),
            now.below(),
            now.below(),
            most + 1);
    boolean everybody = now.below() == null && customers.size() <= most;
    return new Drawn(customers.stream().limit(most).toList(), everybody);
  }

  /** Keeps those of some customers whose hashes are small, in the transaction of the caller. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void take(Collection<String> customers) {
    Bound now = bound();
    Map<String, Long> fresh = new TreeMap<>();
    for (String customer : customers) {
      if (!known.contains(customer)) {
        long hash = hash(customer);
        if (now.admits(hash)) {
          fresh.put(customer, hash);
        }
      }
    }
    if (!fresh.isEmpty()) {
      int inserted =
          jdbc.update(
              """
              insert into sampled_customer (customer_id, hash)
              select * from unnest(?::text[], ?::bigint[]) on conflict do nothing\
              """,
              fresh.keySet().toArray(String[]::new),
              fresh.values().toArray(Long[]::new));
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              committed(fresh.keySet(), inserted);
            }
          });
    }
  }

  private void committed(Set<String> customers, int inserted) {
    known.addAll(customers);
    if (added.addAndGet(inserted) > kept) {
      drop();
    }
  }

  /** Forgets some ids, in the transaction of the caller. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void forget(Collection<String> ids) {
    jdbc.update(
        "delete from sampled_customer where customer_id = any(?)",
        (Object) ids.toArray(String[]::new));
  }

  /** Drops those with large hashes, if there are too many. */
  private void drop() {
    ownTransaction.executeWithoutResult(_ -> {
      jdbc.queryForList("select below from sampled_customer_bound for update");
      Long first =
          jdbc.queryForObject(
              "select (select hash from sampled_customer order by hash offset ? limit 1)",
              Long.class,
              kept);
      if (first != null) {
        jdbc.update("update sampled_customer_bound set below = least(below, ?)", first);
        jdbc.update(
            "delete from sampled_customer where hash >= (select below from sampled_customer_bound)");
      }
    });
    Bound lower = readBound();
    bound = lower;
    added.set(0);
    known.removeIf(customer -> !lower.admits(hash(customer)));
  }

  private Bound bound() {
    Bound found = bound;
    if (found == null) {
      found = readBound();
      bound = found;
    }
    return found;
  }

  private Bound readBound() {
    return new Bound(jdbc.queryForObject("select below from sampled_customer_bound", Long.class));
  }

  /** As the database was filled with at first. */
  static long hash(String customer) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(customer.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
