package io.churnops.feature.consistency;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Profile;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.state.ProfileState;
import io.churnops.features.engine.FeatureVector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps one of so many vectors served from Redis. Serving never waits for it: what comes faster
 * than it can be kept is left out.
 */
@Component
public class SampleVectors {

  private static final Logger log = LoggerFactory.getLogger(SampleVectors.class);
  private static final int WAITING = 1_000;

  private final SampleTable table;
  private final RunTable runs;
  private final Identities identities;
  private final ErasureLedger ledger;
  private final ConsistencySettings settings;
  private final TransactionTemplate transaction;
  private final AtomicLong served = new AtomicLong();
  private final BlockingQueue<Served> waiting = new ArrayBlockingQueue<>(WAITING);

  SampleVectors(
      SampleTable table,
      RunTable runs,
      Identities identities,
      ErasureLedger ledger,
      ConsistencySettings settings,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.runs = runs;
    this.identities = identities;
    this.ledger = ledger;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** A vector was served. */
  public void served(ProfileState found, FeatureVector vector, long atMicros, String fingerprint) {
    if (served.incrementAndGet() % settings.sampleEvery() == 0) {
      var _ = waiting.offer(of(found, vector, atMicros, fingerprint));
    }
  }

  static Served of(ProfileState found, FeatureVector vector, long atMicros, String fingerprint) {
    return new Served(
        found.profile(), fingerprint, atMicros, Map.copyOf(found.state().appliedOffsets()), vector);
  }

  @Scheduled(fixedDelayString = "1s", initialDelayString = "3s")
  void keep() {
    List<Served> taken = new ArrayList<>();
    waiting.drainTo(taken);
    try {
      if (!taken.isEmpty()) {
        long room = settings.mostSamples() - table.count();
        keep(taken.subList(0, (int) Math.max(0, Math.min(room, taken.size()))));
      }
    } catch (DataAccessException | TransactionException e) {
      log.debug("{} samples are lost: {}", taken.size(), e.toString());
    }
  }

  /** Keeps vectors, except of customers who have gained or lost an id since, or were erased. */
  void keep(List<Served> taken) {
    Map<Profile, Set<String>> members =
        identities.members(taken.stream().map(Served::profile).collect(Collectors.toSet()));
    transaction.executeWithoutResult(_ -> {
      Set<String> erased =
          ledger.erasedForAppend(members.values().stream().flatMap(Set::stream).toList());
      table.add(
          taken.stream()
              .filter(one -> members.containsKey(one.profile()))
              .map(one -> sample(one, members.getOrDefault(one.profile(), Set.of())))
              .filter(sample -> Collections.disjoint(sample.members(), erased))
              .toList());
    });
  }

  private static Sample sample(Served one, Set<String> members) {
    return new Sample(
        0,
        one.profile().canonicalId(),
        members,
        one.viewFingerprint(),
        one.atMicros(),
        one.appliedOffsets(),
        values(one.vector()));
  }

  static List<@Nullable Object> values(FeatureVector vector) {
    List<@Nullable Object> values = new ArrayList<>(vector.size());
    for (int i = 0; i < vector.size(); i++) {
      values.add(vector.value(i));
    }
    return values;
  }

  /**
   * A vector of a customer that is kept.
   *
   * @param rebuilt what it was when folded again, where that was something else
   */
  public record Kept(
      String viewFingerprint,
      Instant evaluatedAt,
      List<@Nullable Object> served,
      @Nullable List<@Nullable Object> rebuilt) {

    private static Kept of(Sample sample, @Nullable List<@Nullable Object> rebuilt) {
      return new Kept(
          sample.viewFingerprint(),
          EventTime.toInstant(sample.atMicros()),
          sample.values(),
          rebuilt);
    }
  }

  /** Shows the vectors that are kept of a customer, under all its ids, and of nobody else. */
  public void forEachOf(Collection<String> ids, Consumer<Kept> taker) {
    table.forEachOf(ids, sample -> taker.accept(Kept.of(sample, null)));
    runs.forEachOf(ids, (sample, rebuilt) -> taker.accept(Kept.of(sample, rebuilt)));
  }

  /** Forgets the samples, and what was found by them, of some ids; answers how many there were. */
  public long forget(Collection<String> ids) {
    return table.deleteOf(ids) + runs.deleteOf(ids);
  }
}
