package io.churnops.feature.ledger;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ids that were erased, as salted hashes. A batch of events and an entry exclude each other:
 * what a batch has appended before, the erasure finds; whatever comes after sees the entry. An
 * entry is never taken back: a customer who returns gets an id that was not erased.
 */
@Repository
public class ErasureLedger {

  private static final long LOCK = 0x6368_7572_6e65_7261L;
  private static final String ALGORITHM = "HmacSHA256";

  private final JdbcClient jdbc;
  private volatile byte @Nullable [] salt;

  ErasureLedger(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Those of some ids that were erased, as long as the caller's transaction lasts: none is added
   * before its end.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<String> erasedForAppend(Collection<String> ids) {
    jdbc.sql("select pg_advisory_xact_lock_shared(?)").param(LOCK).query(_ -> {});
    return erased(ids);
  }

  /** Those of some ids that were erased. */
  public Set<String> erased(Collection<String> ids) {
    return erasures(ids).keySet();
  }

  /** The erasure of an id. */
  public Optional<UUID> erasureOf(String id) {
    return Optional.ofNullable(erasures(Set.of(id)).get(id));
  }

  private Map<String, UUID> erasures(Collection<String> ids) {
    if (ids.isEmpty() || isEmpty()) {
      return Map.of();
    }
    Map<String, String> byHash =
        ids.stream()
            .distinct()
            .collect(Collectors.toMap(id -> HexFormat.of().formatHex(hash(id)), id -> id));
    Map<String, UUID> erasures = new HashMap<>();
    jdbc.sql(
            """
            select encode(hash, 'hex'), erasure_id from erased_id
            where hash in (select decode(one, 'hex') from unnest(?::text[]) one)\
            """)
        .param(byHash.keySet().toArray(String[]::new))
        .query(row -> {
          erasures.put(byHash.getOrDefault(row.getString(1), ""), row.getObject(2, UUID.class));
        });
    return erasures;
  }

  private boolean isEmpty() {
    return jdbc.sql("select not exists (select from erased_id)").query(Boolean.class).single();
  }

  /** How many erasures were begun; empty while one of them is not done. */
  public OptionalLong erasuresDone() {
    return jdbc.sql("select count(*), count(*) filter (where not announced) from erasure")
        .query((row, _) ->
            row.getLong(2) == 0 ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty())
        .single();
  }

  /** Keeps out everybody else who enters an id or appends events, until the transaction ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(_ -> {});
  }

  /** Enters ids; under {@link #lock}. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void enter(Collection<String> ids, UUID erasure) {
    for (String id : ids) {
      jdbc.sql("insert into erased_id (hash, erasure_id) values (?, ?) on conflict do nothing")
          .params(hash(id), erasure)
          .update();
    }
  }

  private byte[] hash(String id) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt(), ALGORITHM));
      return mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  private byte[] salt() {
    byte[] known = salt;
    if (known == null) {
      known = jdbc.sql("select salt from erasure_salt").query((row, _) -> row.getBytes(1)).single();
      salt = known;
    }
    return known;
  }
}
