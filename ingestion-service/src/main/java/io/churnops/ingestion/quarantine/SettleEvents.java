package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.NamedCustomers;
import io.churnops.ingestion.event.RawEvent;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.intake.ItemVerdict;
import io.churnops.kit.erasure.ErasedCustomers;
import io.churnops.kit.problem.ProblemException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Decides on quarantined events. An event is held from the look at it until the decision is
 * written, so of two decisions at once the second finds it settled or under way. No transaction
 * waits for Kafka. A crash after Kafka has a replayed event leaves it open; to replay it again
 * sends the same id, which counts once.
 */
final class SettleEvents {

  /** Events one request decides on. */
  static final int MAX_EVENTS = 500;

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final QuarantineStore store;
  private final QuarantineDecisions decisions;
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final ErasedCustomers erased;
  private final InstantSource clock;

  SettleEvents(
      QuarantineStore store,
      JdbcClient jdbc,
      TransactionOperations transactions,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      ErasedCustomers erased,
      InstantSource clock) {
    this.store = store;
    this.decisions = new QuarantineDecisions(jdbc);
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.erased = erased;
    this.clock = clock;
  }

  /** Replaces an event's text; whether it is valid now is found out by replaying it. */
  void fix(UUID itemId, byte[] content, String by) {
    reader.readOne(content);
    Set<String> customers = NamedCustomers.inEvent(content);
    one(
        itemId,
        held -> {
          if (!erased.among(customers).isEmpty()) {
            throw QuarantineProblem.erased();
          }
          decisions.fix(held.itemId(), content, customers);
          decisions.record(held.itemId(), deed(Deed.Action.FIXED, by, null, null));
          return true;
        });
  }

  ReplayVerdict replay(UUID itemId, Decision decision) {
    requireReason(decision);
    UUID claim = UUID.randomUUID();
    HeldEvent held = one(itemId, event -> claimed(List.of(event), claim).getFirst());
    return replay(List.of(held), decision, claim).getFirst();
  }

  /** Replays the newest events that match, those before the cursor if there is one. */
  ReplayReport replay(
      QuarantineFilter filter, @Nullable UUID before, int limit, Decision decision) {
    requireReason(decision);
    UUID claim = UUID.randomUUID();
    Found found =
        inTransaction(() -> {
          Found meant = find(filter, before, limit);
          decisions.claim(meant.held(), claim);
          return meant;
        });
    return ReplayReport.of(
        replay(found.held(), decision, claim), found.underWay(), found.nextCursor());
  }

  /** Events that match and are held now, and how many between them another has. */
  private record Found(List<HeldEvent> held, int underWay, @Nullable UUID nextCursor) {}

  private Found find(QuarantineFilter filter, @Nullable UUID before, int limit) {
    List<HeldEvent> held = decisions.hold(filter, before, limit);
    UUID next = held.size() == limit ? held.getLast().itemId() : null;
    return new Found(held, decisions.underWay(filter, before, next), next);
  }

  private List<HeldEvent> claimed(List<HeldEvent> held, UUID claim) {
    decisions.claim(held, claim);
    return held;
  }

  void discard(UUID itemId, Decision decision) {
    one(
        itemId,
        held -> {
          discard(held, decision);
          return true;
        });
  }

  /** Discards the newest events that match, those before the cursor if there is one. */
  DiscardReport discard(
      QuarantineFilter filter, @Nullable UUID before, int limit, Decision decision) {
    return inTransaction(() -> {
      Found found = find(filter, before, limit);
      found.held().forEach(event -> discard(event, decision));
      return new DiscardReport(found.held().size(), found.underWay(), found.nextCursor());
    });
  }

  private void discard(HeldEvent held, Decision decision) {
    decisions.discard(held.itemId(), clock.instant());
    decisions.record(
        held.itemId(), deed(Deed.Action.DISCARDED, decision.by(), decision.reason(), null));
  }

  private List<ReplayVerdict> replay(List<HeldEvent> held, Decision decision, UUID claim) {
    try {
      Instant now = clock.instant();
      List<Judgement> judged = held.stream().map(event -> judge(event, now, decision)).toList();
      List<Judgement> valid = judged.stream().filter(Judgement.Valid.class::isInstance).toList();
      Iterator<ItemVerdict> kept = intake.keepAgain(valid, now).iterator();
      return inTransaction(() -> {
        List<ReplayVerdict> verdicts = new ArrayList<>(held.size());
        for (int i = 0; i < held.size(); i++) {
          UUID itemId = held.get(i).itemId();
          verdicts.add(
              switch (judged.get(i)) {
                case Judgement.Valid _ -> replayed(itemId, claim, kept.next(), decision, now);
                case Judgement.Invalid invalid -> refused(itemId, claim, invalid);
              });
        }
        decisions.release(claim);
        return verdicts;
      });
    } catch (RuntimeException notReplayed) {
      release(claim, notReplayed);
      throw notReplayed;
    }
  }

  private void release(UUID claim, RuntimeException cause) {
    try {
      decisions.release(claim);
    } catch (DataAccessException away) {
      cause.addSuppressed(away); // The claim ends by itself.
    }
  }

  private Judgement judge(HeldEvent held, Instant now, Decision decision) {
    RawEvent raw = reader.readLine(held.content());
    return decision.waiveRules()
        ? judge.judgeByContract(raw, now, decision.mayBackfill())
        : judge.judge(raw, now, decision.mayBackfill());
  }

  private ReplayVerdict replayed(
      UUID itemId, UUID claim, ItemVerdict kept, Decision decision, Instant now) {
    String detail = kept.status() + (decision.waiveRules() ? ", quality rules waived" : "");
    if (decisions.replayed(itemId, claim, now)) {
      decisions.record(
          itemId, deed(Deed.Action.REPLAYED, decision.by(), decision.reason(), detail));
    }
    return new ReplayVerdict(itemId, kept.status(), null, null, null);
  }

  private ReplayVerdict refused(UUID itemId, UUID claim, Judgement.Invalid invalid) {
    decisions.refuseAgain(itemId, claim, invalid);
    return new ReplayVerdict(
        itemId,
        invalid.quarantined() ? ItemVerdict.Status.QUARANTINED : ItemVerdict.Status.REJECTED,
        invalid.flaw().code(),
        invalid.detail(),
        invalid.rule());
  }

  private <T> T one(UUID itemId, Function<HeldEvent, T> decide) {
    try {
      return inTransaction(
          () -> decide.apply(decisions.hold(itemId).orElseThrow(() -> notFree(itemId))));
    } catch (DataAccessException notHeld) {
      if (NestedExceptionUtils.getMostSpecificCause(notHeld) instanceof SQLException cause
          && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
        throw QuarantineProblem.underWay(itemId);
      }
      throw notHeld;
    }
  }

  private ProblemException notFree(UUID itemId) {
    if (decisions.isClaimed(itemId)) {
      return QuarantineProblem.underWay(itemId);
    }
    return store
        .find(itemId)
        .map(event -> QuarantineProblem.settled(itemId, event.status()))
        .orElseGet(() -> QuarantineProblem.unknown(itemId));
  }

  private <T> T inTransaction(Supplier<T> work) {
    return Objects.requireNonNull(
        transactions.execute(_ -> {
          jdbc.sql("set local lock_timeout = '3s'").update();
          return work.get();
        }));
  }

  private static void requireReason(Decision decision) {
    if (decision.waiveRules() && (decision.reason() == null || decision.reason().isBlank())) {
      throw QuarantineProblem.noReason();
    }
  }

  private Deed deed(
      Deed.Action action, String by, @Nullable String reason, @Nullable String detail) {
    return new Deed(action, by, clock.instant().truncatedTo(ChronoUnit.MICROS), reason, detail);
  }
}
