package io.churnops.serving.features;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** The part of feature-service's API that tells how fresh a view's values are. */
@HttpExchange
interface FreshnessClient {

  /**
   * How fresh the values of a view are, whosever they are.
   *
   * @param view the fingerprint
   */
  @GetExchange("/v1/feature-views/{view}/freshness")
  Freshness of(@PathVariable String view);

  /**
   * The freshness of a view.
   *
   * @param status FRESH, STALE, UNKNOWN, or NOT_READY: of such a view no state may be used
   * @param objectiveSeconds how far behind its source it may be
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Freshness(String status, double objectiveSeconds) {}
}
