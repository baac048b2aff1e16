package io.churnops.kit.erasure;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The customers who were erased, as salted hashes, in the tables {@code erasure_salt} and {@code
 * erased_customer} of the service's schema. What is being taken in and an entry exclude each other,
 * so that nothing slips by; both must be inside a transaction.
 */
public final class ErasedCustomers {

  private static final long LOCK = 0x6368_7572_6e65_7261L;
  private static final String HASH =
      "sha256((select salt from erasure_salt) || convert_to(id, 'UTF8'))";

  private final JdbcClient jdbc;

  ErasedCustomers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of some customers who were erased, until the caller's transaction ends. */
  public Set<String> among(Collection<String> customers) {
    jdbc.sql("select pg_advisory_xact_lock_shared(?)").param(LOCK).query(_ -> {});
    boolean none =
        jdbc.sql("select not exists (select from erased_customer)").query(Boolean.class).single();
    return none
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(
                    "select id from unnest(?::text[]) id where "
                        + HASH
                        + " in (select hash from erased_customer)")
                .param(customers.toArray(String[]::new))
                .query((row, _) -> row.getString(1))
                .list());
  }

  /** Enters customers. */
  public void enter(Collection<String> customers) {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(_ -> {});
    jdbc.sql(
            "insert into erased_customer select "
                + HASH
                + " from unnest(?::text[]) id on conflict do nothing")
        .param(customers.toArray(String[]::new))
        .update();
  }
}
