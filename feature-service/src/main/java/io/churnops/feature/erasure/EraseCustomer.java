package io.churnops.feature.erasure;

import io.churnops.feature.consistency.SampleVectors;
import io.churnops.feature.datasets.CustomersInDatasets;
import io.churnops.feature.identity.Forgotten;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.identity.Person;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.ErasedEvents;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.rebuilds.ForgetPlaces;
import io.churnops.feature.state.RemoveCustomers;
import io.churnops.kit.Ids;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps of an erasure. The first enters the ids in the ledger; from then on nothing of them is
 * taken in, so that whatever the other steps remove stays away. Every step can be done again.
 */
@Component
class EraseCustomer {

  private final ErasureLedger ledger;
  private final Identities identities;
  private final EventLog log;
  private final RemoveCustomers online;
  private final CustomersInDatasets datasets;
  private final SampleVectors samples;
  private final ForgetPlaces rebuilds;
  private final ErasureTable table;
  private final Ids ids;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  EraseCustomer(
      ErasureLedger ledger,
      Identities identities,
      EventLog log,
      RemoveCustomers online,
      CustomersInDatasets datasets,
      SampleVectors samples,
      ForgetPlaces rebuilds,
      ErasureTable table,
      Ids ids,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.ledger = ledger;
    this.identities = identities;
    this.log = log;
    this.online = online;
    this.datasets = datasets;
    this.samples = samples;
    this.rebuilds = rebuilds;
    this.table = table;
    this.ids = ids;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Begins to erase the customer that an id belongs to, unless it was begun before. */
  UUID begin(String id, String by) {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          ledger.lock();
          Optional<UUID> known = ledger.erasureOf(id);
          if (known.isPresent()) {
            return known.get();
          }
          Person person = identities.lockedPerson(id);
          UUID erasure = UUID.fromString(ids.next());
          ledger.enter(person.members(), erasure);
          table.insert(erasure, clock.instant(), by, ErasureWork.of(person.members()));
          return erasure;
        }));
  }

  /** Removes the customer from the log and the graph of identities. */
  ErasureWork clearLog(UUID erasure, ErasureWork work) {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          Forgotten forgotten = identities.forget(work.ids());
          ErasedEvents events =
              log.erase(work.ids()).plus(log.eraseNaming(forgotten.left(), work.ids()));
          Map<String, Long> counts = new TreeMap<>(work.counts());
          counts.put("events", events.events());
          counts.put("event_keys", events.keys());
          counts.put("identity_changes", (long) forgotten.changes());
          ErasureWork cleared = work.cleared(forgotten.left(), counts);
          table.setWork(erasure, cleared);
          return cleared;
        }));
  }

  /** Notes a moment after which nobody sees the customer in the log. */
  ErasureWork noteCleared(UUID erasure, ErasureWork work) {
    ErasureWork noted = work.clearedBy(clock.instant());
    table.setWork(erasure, noted);
    return noted;
  }

  /** Whether it is too early to remove the customer from Redis once more, and for good. */
  boolean awaitsWrites(ErasureWork work) {
    return work.awaitsWrites(clock.instant(), online.writesAppearWithin());
  }

  /** Removes the customer from Redis and from training sets; what was made of it without is new. */
  ErasureWork clearTheRest(UUID erasure, ErasureWork work) {
    Map<String, Long> counts = new TreeMap<>(work.counts());
    counts.merge(ErasureWork.ONLINE_STATES, online.remove(work.ids(), work.left()), Long::sum);
    Set<String> changed = new HashSet<>(work.ids());
    changed.addAll(work.left());
    counts.merge("served_vectors", samples.forget(changed), Long::sum);
    rebuilds.forget(work.ids());
    counts.merge("spines", datasets.dropSpines(work.ids()), Long::sum);
    // Rows of those who were joined to the customer for a time may be made of its events, too.
    Set<String> dropped = datasets.drop(changed, clock.instant());
    counts.merge("training_sets", (long) dropped.size(), Long::sum);
    counts.merge("stray_uploads", datasets.dropStrays(clock.instant()), Long::sum);
    ErasureWork cleared = work.counting(counts).dropping(dropped);
    table.setWork(erasure, cleared);
    return cleared;
  }
}
