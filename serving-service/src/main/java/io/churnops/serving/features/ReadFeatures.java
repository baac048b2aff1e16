package io.churnops.serving.features;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CorruptStateException;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.FeatureVector;
import io.churnops.serving.features.CustomerFeatures.Known;
import io.churnops.serving.model.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The features of customers now: folded states from Redis, evaluated here. Whoever has no usable
 * state there is asked for at feature-service, which folds the event log, and the answer says so.
 */
@Component
public class ReadFeatures {

  private static final Logger log = LoggerFactory.getLogger(ReadFeatures.class);

  private final OnlineStates states;
  private final LoggedFeatures fallback;
  private final ModelFreshness freshness;
  private final InstantSource clock;
  private final Counter fromRedis;

  ReadFeatures(
      OnlineStates states,
      LoggedFeatures fallback,
      ModelFreshness freshness,
      InstantSource clock,
      MeterRegistry meters) {
    this.states = states;
    this.fallback = fallback;
    this.freshness = freshness;
    this.clock = clock;
    this.fromRedis = meters.counter("churnops.serving.features", "source", "redis");
  }

  /** The features that the model needs, one answer per customer, in order. */
  public List<CustomerFeatures> of(ServedModel model, List<String> customers) {
    @Nullable CustomerFeatures[] answers = new CustomerFeatures[customers.size()];
    Map<String, String> reasons = new LinkedHashMap<>();
    if (freshness.isReady(model)) {
      readOnline(model, customers, answers, reasons);
    } else {
      customers.forEach(customer -> reasons.put(customer, "online-state-not-ready"));
    }
    Map<String, CustomerFeatures> asked =
        reasons.isEmpty() ? Map.of() : fallback.of(model, reasons);
    List<CustomerFeatures> all = new ArrayList<>(answers.length);
    for (int i = 0; i < answers.length; i++) {
      CustomerFeatures online = answers[i];
      all.add(
          online != null
              ? online
              : asked.getOrDefault(customers.get(i), new CustomerFeatures.Unavailable()));
    }
    return all;
  }

  private void readOnline(
      ServedModel model,
      List<String> customers,
      @Nullable CustomerFeatures[] answers,
      Map<String, String> reasons) {
    try {
      List<byte @Nullable []> read =
          states.read(model.view().definition().fingerprint(), customers);
      for (int i = 0; i < answers.length; i++) {
        answers[i] = evaluate(model, read.get(i), customers.get(i), reasons);
      }
    } catch (OnlineStates.UnavailableException e) {
      log.debug("Online states not read", e);
      customers.forEach(customer -> reasons.put(customer, "online-store-unavailable"));
    }
  }

  private @Nullable CustomerFeatures evaluate(
      ServedModel model, byte @Nullable [] encoded, String customer, Map<String, String> reasons) {
    if (encoded == null) {
      reasons.put(customer, "online-state-missing");
      return null;
    }
    CompiledView view = model.view();
    try {
      FeatureState state = view.decode(encoded);
      long at = Math.max(nowMicros(), state.watermarkMicros());
      FeatureVector vector = view.evaluate(state, at);
      fromRedis.increment();
      return new Known(
          model.inputValues(vector),
          Instant.EPOCH.plus(at, ChronoUnit.MICROS),
          freshness.degraded(model));
    } catch (CorruptStateException e) {
      log.warn("An online state is corrupt: {}", e.getMessage());
      reasons.put(customer, "online-state-corrupt");
      return null;
    }
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
