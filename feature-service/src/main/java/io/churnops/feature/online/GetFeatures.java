package io.churnops.feature.online;

import io.churnops.feature.consistency.SampleVectors;
import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.definitions.Standing;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogReads;
import io.churnops.feature.online.FeaturesAnswer.Customer;
import io.churnops.feature.online.FeaturesAnswer.Lag;
import io.churnops.feature.online.FeaturesAnswer.Status;
import io.churnops.feature.state.LogFold;
import io.churnops.feature.state.OnlineStates;
import io.churnops.feature.state.ProfileState;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.FeatureVector;
import io.churnops.kit.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/**
 * The features of customers at a moment: of the events known by then, those that happened before.
 * Redis answers if it holds the customer and nothing in its state became known later; the log
 * answers otherwise, and also when Redis does not.
 */
@Service
class GetFeatures {

  static final String FOLDED_FROM_LOG = "folded_from_log";
  static final String REDIS_UNAVAILABLE = "redis_unavailable";

  private static final Logger log = LoggerFactory.getLogger(GetFeatures.class);
  private static final double MILLIS = 1_000.0;

  private final FeatureViews views;
  private final OnlineStates states;
  private final LogFold logFold;
  private final LogReads logReads;
  private final ErasureLedger ledger;
  private final SampleVectors samples;
  private final ViewFreshness freshness;
  private final InstantSource clock;
  private final Counter fromRedis;
  private final Counter fromLog;
  private final AnswerCounts answered;

  /** So that an outage is told once and not by every request. */
  private final AtomicBoolean redisIsAway = new AtomicBoolean();

  GetFeatures(
      FeatureViews views,
      OnlineStates states,
      LogFold logFold,
      LogReads logReads,
      ErasureLedger ledger,
      SampleVectors samples,
      ViewFreshness freshness,
      InstantSource clock,
      MeterRegistry meters) {
    this.views = views;
    this.states = states;
    this.logFold = logFold;
    this.logReads = logReads;
    this.ledger = ledger;
    this.samples = samples;
    this.freshness = freshness;
    this.clock = clock;
    this.fromRedis = reads(meters, "redis");
    this.fromLog = reads(meters, "log");
    this.answered = new AnswerCounts(meters);
  }

  private static Counter reads(MeterRegistry meters, String source) {
    return Counter.builder("churnops.features.reads")
        .description("Customers whose features were read")
        .tag("source", source)
        .register(meters);
  }

  FeaturesAnswer at(FeaturesRequest request) {
    Instant now = clock.instant();
    Instant asOf = request.asOf();
    long at = AskedMoment.micros(asOf, now);
    CompiledView view = views.find(request.view());
    Standing standing = views.standing(view.definition().fingerprint());
    if (standing == Standing.RETIRED) {
      throw new ProblemException(
          HttpStatus.GONE,
          "view-retired",
          "Feature view retired",
          "Nothing is folded for view " + request.view() + ". Register it again to bring it back.");
    }
    // Asked before the states are read: what is folded in between makes it too large, not too
    // small.
    Lag lag = lag(request, view, now);
    Question question = new Question(view, standing, at, asOf == null, isStale(lag, asOf, now));
    Map<String, Customer> answers = answers(question, new LinkedHashSet<>(request.customers()));
    List<Customer> customers =
        request.customers().stream()
            .map(customer ->
                answers.getOrDefault(customer, without(Status.UNKNOWN_ENTITY, customer)))
            .toList();
    answered.count(customers);
    return new FeaturesAnswer(
        view.definition().name(),
        view.definition().fingerprint(),
        EventTime.toInstant(at),
        view.columns().stream().map(FeatureColumn::name).toList(),
        lag,
        customers);
  }

  private @Nullable Lag lag(FeaturesRequest request, CompiledView view, Instant now) {
    Double given = request.maxLagSeconds();
    double objective = given == null ? freshness.objectiveSeconds(view) : given;
    return freshness.lag(objective, now).orElse(null);
  }

  /** What waits became known when it was seen at the earliest; the past before is complete. */
  private static boolean isStale(@Nullable Lag lag, @Nullable Instant asOf, Instant now) {
    return lag != null
        && lag.isTooLarge()
        && (asOf == null || !asOf.isBefore(now.minusMillis((long) (lag.seconds() * MILLIS))));
  }

  /** What is asked of each customer. */
  private record Question(
      CompiledView view, Standing standing, long at, boolean isNow, boolean isStale) {

    /** Whether a state that is there is whole. */
    boolean trustsStates() {
      return standing != Standing.RETURNING;
    }

    FeatureVector vector(FeatureState state) {
      return view.evaluate(state, at);
    }
  }

  private Map<String, Customer> answers(Question question, Set<String> customers) {
    Optional<Map<String, ProfileState>> online =
        question.trustsStates() ? readOnline(question.view(), customers) : Optional.of(Map.of());
    Map<String, Customer> answers = new HashMap<>();
    online
        .orElse(Map.of())
        .forEach((customer, found) -> {
          // Whose an id was in the past, only Postgres knows.
          boolean sameThen = question.isNow() || found.profile().epoch() == 0;
          if (sameThen && found.state().watermarkMicros() <= question.at()) {
            FeatureVector vector = question.vector(found.state());
            answers.put(customer, present(question, customer, Folded.of(found), vector, List.of()));
            samples.served(
                found, vector, question.at(), question.view().definition().fingerprint());
          }
        });
    fromRedis.increment(answers.size());
    Set<String> others = without(customers, answers.keySet());
    if (!others.isEmpty()) {
      List<String> degraded =
          online.isPresent()
              ? List.of(FOLDED_FROM_LOG)
              : List.of(REDIS_UNAVAILABLE, FOLDED_FROM_LOG);
      Set<String> absent = without(others, online.orElse(Map.of()).keySet());
      boolean keeps = question.isNow() && online.isPresent() && question.trustsStates();
      Supplier<Map<String, Folded>> fold =
          () -> fold(question.view(), others, keeps ? absent : Set.of(), question.at());
      readLog(question, online.isPresent(), fold)
          .ifPresentOrElse(
              folded -> {
                folded.forEach((customer, one) -> {
                  FeatureVector vector = question.vector(one.state());
                  answers.put(customer, present(question, customer, one, vector, degraded));
                });
                fromLog.increment(others.size());
              },
              () ->
                  others.forEach(
                      customer -> answers.put(customer, without(Status.NOT_READY, customer))));
      ledger.erased(others).forEach(id -> answers.put(id, without(Status.ERASED, id)));
    }
    return answers;
  }

  /**
   * Folds from the log. A backfill makes customers absent from Redis for as long as it takes: then
   * the log is read only if it is free, and those it has not come to are not ready.
   */
  private Optional<Map<String, Folded>> readLog(
      Question question, boolean redisAnswers, Supplier<Map<String, Folded>> fold) {
    return question.standing() == Standing.READY || !question.isNow() || !redisAnswers
        ? Optional.of(logReads.read(fold))
        : logReads.readIfFree(fold);
  }

  private Optional<Map<String, ProfileState>> readOnline(CompiledView view, Set<String> customers) {
    try {
      Map<String, ProfileState> read = states.read(customers, view);
      if (redisIsAway.compareAndSet(true, false)) {
        log.info("Redis can be read again");
      }
      return Optional.of(read);
    } catch (DataAccessException e) {
      if (redisIsAway.compareAndSet(false, true)) {
        log.warn("Redis cannot be read, the log answers: {}", e.toString());
      }
      return Optional.empty();
    }
  }

  /**
   * States folded from the log, fit for evaluation at a moment.
   *
   * @param absent those of whom Redis has nothing, and shall have something from now on
   */
  private Map<String, Folded> fold(
      CompiledView view, Set<String> customers, Set<String> absent, long at) {
    Map<String, Folded> folded = new HashMap<>();
    if (!absent.isEmpty()) {
      states.rebuild(absent, view).forEach((id, rebuilt) -> folded.put(id, Folded.of(rebuilt)));
      // What became known in the meantime belongs in Redis, but not in this answer.
      folded.values().removeIf(rebuilt -> rebuilt.state().watermarkMicros() > at);
    }
    Set<String> rest = without(customers, folded.keySet());
    if (!rest.isEmpty()) {
      logFold
          .foldKnownBy(rest, view, at)
          .forEach((id, known) ->
              folded.put(id, new Folded(known.person().canonicalId(), known.state())));
    }
    return folded;
  }

  /** The state of a customer, and the id it goes by. */
  private record Folded(String canonicalId, FeatureState state) {

    static Folded of(ProfileState found) {
      return new Folded(found.profile().canonicalId(), found.state());
    }
  }

  private static Set<String> without(Set<String> customers, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(customers);
    rest.removeAll(others);
    return rest;
  }

  private static Customer present(
      Question question,
      String customer,
      Folded folded,
      FeatureVector vector,
      List<String> degraded) {
    List<@Nullable Object> values = new ArrayList<>(vector.size());
    List<Status> statuses = new ArrayList<>(vector.size());
    for (int i = 0; i < vector.size(); i++) {
      values.add(vector.value(i));
      statuses.add(
          question.isStale() ? Status.STALE : vector.isNull(i) ? Status.NULL : Status.PRESENT);
    }
    return new Customer(
        customer,
        folded.canonicalId(),
        question.isStale() ? Status.STALE : Status.PRESENT,
        values,
        statuses,
        Map.copyOf(folded.state().appliedOffsets()),
        degraded);
  }

  private static Customer without(Status reason, String customer) {
    return new Customer(customer, customer, reason, List.of(), List.of(), Map.of(), List.of());
  }
}
