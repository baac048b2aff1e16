package io.churnops.serving.features;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** The part of feature-service's API that scoring needs. */
@HttpExchange
interface FeatureServiceClient {

  @PostExchange("/v1/features:get")
  Answer get(@RequestBody Question question);

  /**
   * Which customers' features of which view.
   *
   * @param view the fingerprint
   */
  record Question(String view, List<String> customers) {}

  /**
   * The features at a moment.
   *
   * @param columns the names that go with the values of each customer
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(
      String fingerprint, Instant evaluatedAt, List<String> columns, List<Customer> customers) {}

  /**
   * One customer's features.
   *
   * @param status PRESENT or STALE with values; UNKNOWN_ENTITY, ERASED or NOT_READY without
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Customer(
      String customerId,
      String status,
      @Nullable List<@Nullable Object> values,
      @Nullable List<String> degraded) {}
}
