package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeDeadLetter.Deed;
import io.churnops.ingestion.changes.ChangeDeadLetter.Status;
import io.churnops.ingestion.changes.ChangeLetterDecisions.Choice;
import io.churnops.ingestion.changes.ChangeLetterDecisions.Claimed;
import io.churnops.ingestion.changes.ChangeLetterDecisions.Held;
import io.churnops.ingestion.changes.ChangeReplayVerdict.Verdict;
import io.churnops.ingestion.changes.MapAgain.Result;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.mapping.ChangeMapping;
import io.churnops.kit.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides on records that could not become events. A record is claimed from the look at it until
 * the decision is written, so of two decisions at once the second finds it settled or under way. No
 * transaction waits for Kafka. A crash after Kafka has the events of a record leaves it open; to
 * replay it again sends the same ids, which count once.
 */
final class SettleChangeLetters {

  private static final Logger log = LoggerFactory.getLogger(SettleChangeLetters.class);

  /** Records one request decides on. */
  static final int MAX_RECORDS = 500;

  /** Of a replay what is in memory at once; a single record may be larger. */
  private static final int PIECE_BYTES = 4 * 1024 * 1024;

  private final ChangeMappingStore mappings;
  private final ChangeLetterDecisions decisions;
  private final TransactionOperations transactions;
  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final InstantSource clock;
  private final JsonMapper json;

  SettleChangeLetters(
      ChangeMappingStore mappings,
      ChangeLetterDecisions decisions,
      TransactionOperations transactions,
      EventReader reader,
      EventJudge judge,
      Intake intake,
      InstantSource clock,
      JsonMapper json) {
    this.mappings = mappings;
    this.decisions = decisions;
    this.transactions = transactions;
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.clock = clock;
    this.json = json;
  }

  /** Who decides, and why. */
  record Decision(String by, @Nullable String reason) {}

  /** Takes records through their mapping as it is now, in the order in which they came. */
  ChangeReplayReport replay(Choice choice, Decision decision) {
    RegisteredMapping mapping = mapping(choice);
    ChangeRun run = new ChangeRun(ChangeMapping.parse(mapping.mapping()), json);
    UUID claim = UUID.randomUUID();
    List<Claimed> claimed = claim(choice, claim);
    UUID next = next(claimed, choice);
    try {
      int underWay = decisions.underWay(choice, claim, next);
      List<ChangeReplayVerdict> verdicts = new ArrayList<>(claimed.size());
      for (List<Claimed> piece : pieces(claimed)) {
        verdicts.addAll(replay(mapping, run, decisions.held(piece, claim), decision, claim));
      }
      return ChangeReplayReport.of(verdicts, underWay, next);
    } finally {
      release(claim);
    }
  }

  ChangeDiscardReport discard(Choice choice, Decision decision) {
    mapping(choice);
    UUID claim = UUID.randomUUID();
    return inTransaction(() -> {
      List<Claimed> claimed = claim(choice, claim);
      claimed.forEach(one ->
          decisions.settle(
              choice.mapping(), one.itemId(), claim, deed(Status.DISCARDED, decision, null)));
      UUID next = next(claimed, choice);
      return new ChangeDiscardReport(claimed.size(), decisions.underWay(choice, claim, next), next);
    });
  }

  private RegisteredMapping mapping(Choice choice) {
    return mappings
        .find(choice.mapping())
        .orElseThrow(() -> ChangeProblem.unknown(choice.mapping()));
  }

  private List<Claimed> claim(Choice choice, UUID claim) {
    List<Claimed> claimed = decisions.claim(choice, claim);
    if (claimed.isEmpty() && choice.itemId() != null) {
      throw notFree(choice.mapping(), choice.itemId());
    }
    return claimed;
  }

  private ProblemException notFree(String mapping, UUID itemId) {
    return switch (decisions.status(mapping, itemId)) {
      case null -> ChangeProblem.unknownLetter(itemId);
      case OPEN -> ChangeProblem.underWay(itemId);
      case REPLAYED, DISCARDED -> ChangeProblem.settled(itemId);
    };
  }

  private static @Nullable UUID next(List<Claimed> claimed, Choice choice) {
    return choice.itemId() == null && claimed.size() == choice.limit()
        ? claimed.getLast().itemId()
        : null;
  }

  private static List<List<Claimed>> pieces(List<Claimed> claimed) {
    List<List<Claimed>> pieces = new ArrayList<>();
    long room = 0;
    for (Claimed one : claimed) {
      if (pieces.isEmpty() || one.bytes() > room) {
        pieces.add(new ArrayList<>());
        room = PIECE_BYTES;
      }
      pieces.getLast().add(one);
      room -= one.bytes();
    }
    return pieces;
  }

  private List<ChangeReplayVerdict> replay(
      RegisteredMapping mapping, ChangeRun run, List<Held> held, Decision decision, UUID claim) {
    Instant now = clock.instant();
    MapAgain again = new MapAgain(run, reader, judge, now);
    List<Result> results = held.stream().map(again::take).toList();
    List<Judgement> events = new ArrayList<>();
    for (Result result : results) {
      if (result instanceof Result.Right(List<Judgement> made)) {
        events.addAll(made);
      }
    }
    intake.keepAgain(events, now);
    return inTransaction(() -> {
      List<ChangeReplayVerdict> verdicts = new ArrayList<>(held.size());
      for (int i = 0; i < held.size(); i++) {
        verdicts.add(settled(mapping, held.get(i), results.get(i), decision, claim));
      }
      return verdicts;
    });
  }

  private ChangeReplayVerdict settled(
      RegisteredMapping mapping, Held held, Result result, Decision decision, UUID claim) {
    return switch (result) {
      case Result.Right(List<Judgement> events) -> {
        String detail = "mapping version " + mapping.version() + ", events: " + events.size();
        decisions.settle(
            mapping.name(), held.itemId(), claim, deed(Status.REPLAYED, decision, detail));
        yield new ChangeReplayVerdict(
            held.itemId(),
            events.isEmpty() ? Verdict.NOTHING : Verdict.MAPPED,
            events.size(),
            null,
            null);
      }
      case Result.Wrong(String code, String detail) -> {
        decisions.refuseAgain(held.itemId(), claim, code, detail);
        yield new ChangeReplayVerdict(held.itemId(), Verdict.INVALID, 0, code, detail);
      }
    };
  }

  private void release(UUID claim) {
    try {
      decisions.release(claim);
    } catch (DataAccessException away) {
      log.warn("Claim not released, it ends by itself: {}", away.toString());
    }
  }

  private <T> T inTransaction(Supplier<T> work) {
    return Objects.requireNonNull(transactions.execute(_ -> work.get()));
  }

  private Deed deed(Status action, Decision decision, @Nullable String detail) {
    return new Deed(
        action,
        decision.by(),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        decision.reason(),
        detail);
  }
}
