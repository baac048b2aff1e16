package io.churnops.feature.online;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.online.FeaturesAnswer.Customer;
import io.churnops.feature.online.FeaturesAnswer.Status;
import io.churnops.feature.state.LogFold;
import io.churnops.feature.state.OnlineStates;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.FeatureVector;
import io.churnops.kit.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final FeatureViews views;
  private final OnlineStates states;
  private final LogFold logFold;
  private final LogReads logReads;
  private final InstantSource clock;
  private final Counter fromRedis;
  private final Counter fromLog;

  GetFeatures(
      FeatureViews views,
      OnlineStates states,
      LogFold logFold,
      LogReads logReads,
      InstantSource clock,
      MeterRegistry meters) {
    this.views = views;
    this.states = states;
    this.logFold = logFold;
    this.logReads = logReads;
    this.clock = clock;
    this.fromRedis = reads(meters, "redis");
    this.fromLog = reads(meters, "log");
  }

  private static Counter reads(MeterRegistry meters, String source) {
    return Counter.builder("churnops.features.reads")
        .description("Customers whose features were read")
        .tag("source", source)
        .register(meters);
  }

  FeaturesAnswer at(String viewName, List<String> customers, @Nullable Instant asOf) {
    Instant now = clock.instant();
    if (asOf != null && asOf.isAfter(now.plus(CLOCK_TOLERANCE))) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "as-of-in-the-future",
          "asOf lies in the future",
          "Features can be asked for up to now: " + now);
    }
    if (asOf != null && asOf.isBefore(EventTime.EARLIEST)) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "as-of-too-early",
          "asOf lies before all events",
          "Features can be asked for from the year 1 on");
    }
    CompiledView view = views.find(viewName);
    long at = EventTime.toMicros(asOf == null ? now : asOf);
    Map<String, Customer> answers = answers(view, new LinkedHashSet<>(customers), at, asOf == null);
    return new FeaturesAnswer(
        view.definition().name(),
        view.definition().fingerprint(),
        EventTime.toInstant(at),
        view.columns().stream().map(FeatureColumn::name).toList(),
        customers.stream()
            .map(customer -> answers.getOrDefault(customer, unknown(customer)))
            .toList());
  }

  private Map<String, Customer> answers(
      CompiledView view, Set<String> customers, long at, boolean isNow) {
    Optional<Map<String, FeatureState>> online = readOnline(view, customers);
    Map<String, Customer> answers = new HashMap<>();
    online
        .orElse(Map.of())
        .forEach((customer, state) -> {
          if (state.watermarkMicros() <= at) {
            answers.put(customer, present(view, customer, state, at, List.of()));
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
      logReads
          .read(() -> fold(view, others, isNow && online.isPresent() ? absent : Set.of(), at))
          .forEach((customer, state) ->
              answers.put(customer, present(view, customer, state, at, degraded)));
      fromLog.increment(others.size());
    }
    return answers;
  }

  private Optional<Map<String, FeatureState>> readOnline(CompiledView view, Set<String> customers) {
    try {
      return Optional.of(states.read(customers, view));
    } catch (DataAccessException e) {
      log.warn("Redis cannot be read, the log answers: {}", e.toString());
      return Optional.empty();
    }
  }

  /**
   * States folded from the log, fit for evaluation at a moment.
   *
   * @param absent those of whom Redis has nothing, and shall have something from now on
   */
  private Map<String, FeatureState> fold(
      CompiledView view, Set<String> customers, Set<String> absent, long at) {
    Map<String, FeatureState> states = new HashMap<>();
    if (!absent.isEmpty()) {
      states.putAll(this.states.rebuild(absent, view));
      // What became known in the meantime belongs in Redis, but not in this answer.
      states.values().removeIf(state -> state.watermarkMicros() > at);
    }
    Set<String> rest = without(customers, states.keySet());
    if (!rest.isEmpty()) {
      states.putAll(logFold.foldKnownBy(rest, view, at));
    }
    return states;
  }

  private static Set<String> without(Set<String> customers, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(customers);
    rest.removeAll(others);
    return rest;
  }

  private static Customer present(
      CompiledView view, String customer, FeatureState state, long at, List<String> degraded) {
    FeatureVector vector = view.evaluate(state, at);
    List<@Nullable Object> values = new ArrayList<>(vector.size());
    for (int i = 0; i < vector.size(); i++) {
      values.add(vector.value(i));
    }
    return new Customer(
        customer, Status.PRESENT, values, Map.copyOf(state.appliedOffsets()), degraded);
  }

  private static Customer unknown(String customer) {
    return new Customer(customer, Status.UNKNOWN_ENTITY, List.of(), Map.of(), List.of());
  }
}
