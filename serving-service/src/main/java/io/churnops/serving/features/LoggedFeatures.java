package io.churnops.serving.features;

import io.churnops.serving.ServingProperties;
import io.churnops.serving.features.CustomerFeatures.Known;
import io.churnops.serving.features.CustomerFeatures.Unavailable;
import io.churnops.serving.features.CustomerFeatures.UnknownCustomer;
import io.churnops.serving.model.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * The features of customers as feature-service folds them from the event log: slower than the
 * online state, and so for a limited number of requests at once.
 */
@Component
class LoggedFeatures {

  private static final Logger log = LoggerFactory.getLogger(LoggedFeatures.class);

  private final FeatureServiceClient featureService;
  private final Semaphore places;
  private final Duration patience;
  private final Counter fromLog;

  @Autowired
  LoggedFeatures(
      FeatureServiceClient featureService, ServingProperties properties, MeterRegistry meters) {
    this(featureService, properties.fallbacks(), properties.featureServiceTimeout(), meters);
  }

  LoggedFeatures(
      FeatureServiceClient featureService, int atOnce, Duration patience, MeterRegistry meters) {
    this.featureService = featureService;
    this.places = new Semaphore(atOnce);
    this.patience = patience;
    this.fromLog = meters.counter("churnops.serving.features", "source", "feature-service");
  }

  /**
   * The features of customers. Empty when feature-service cannot be asked.
   *
   * @param reasons per customer, why the online state would not do
   */
  Map<String, CustomerFeatures> of(ServedModel model, Map<String, String> reasons) {
    if (!takePlace()) {
      log.warn("Too many requests wait for feature-service; one more is not sent");
      return Map.of();
    }
    try {
      var question =
          new FeatureServiceClient.Question(
              model.view().definition().fingerprint(), List.copyOf(reasons.keySet()));
      return read(model, reasons, featureService.get(question));
    } catch (RestClientException | UncheckedIOException e) {
      log.warn("Features not read from feature-service: {}", withoutBody(e));
      return Map.of();
    } finally {
      places.release();
    }
  }

  /** The message of an error answer quotes its body, which may name customers. */
  private static String withoutBody(RuntimeException failure) {
    return failure instanceof RestClientResponseException answer
        ? answer.getStatusCode().toString()
        : failure.toString();
  }

  private boolean takePlace() {
    try {
      return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Map<String, CustomerFeatures> read(
      ServedModel model, Map<String, String> reasons, FeatureServiceClient.Answer answer) {
    int[] positions = positions(model.inputNames(), answer.columns());
    Map<String, CustomerFeatures> features = new HashMap<>();
    for (FeatureServiceClient.Customer customer : answer.customers()) {
      String reason = reasons.get(customer.customerId());
      if (reason != null) {
        features.put(customer.customerId(), read(customer, reason, positions, answer));
      }
    }
    fromLog.increment(features.size());
    return features;
  }

  private static CustomerFeatures read(
      FeatureServiceClient.Customer customer,
      String reason,
      int[] positions,
      FeatureServiceClient.Answer answer) {
    List<@Nullable Object> values = customer.values();
    if (customer.status().equals("UNKNOWN_ENTITY") || customer.status().equals("ERASED")) {
      return new UnknownCustomer();
    }
    boolean isStale = customer.status().equals("STALE");
    if (!(isStale || customer.status().equals("PRESENT")) || values == null) {
      return new Unavailable();
    }
    List<@Nullable Object> inputs = new ArrayList<>(positions.length);
    for (int position : positions) {
      Object value = values.get(position);
      inputs.add(value instanceof Number number ? number.doubleValue() : value);
    }
    List<String> degraded = new ArrayList<>(List.of(reason));
    if (customer.degraded() != null) {
      degraded.addAll(customer.degraded());
    }
    if (isStale) {
      degraded.add("features-stale");
    }
    return new Known(inputs, answer.evaluatedAt(), degraded);
  }

  private static int[] positions(List<String> inputs, List<String> columns) {
    int[] positions = new int[inputs.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = columns.indexOf(inputs.get(i));
      if (positions[i] < 0) {
        throw new RestClientException("feature-service gave no column " + inputs.get(i));
      }
    }
    return positions;
  }
}
