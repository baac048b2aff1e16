package io.churnops.training.datasets;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** The part of feature-service's API that says what can be read online. */
@HttpExchange("/v1/feature-views")
interface FeatureViews {

  @GetExchange("/fingerprints/{fingerprint}")
  FeatureView view(@PathVariable String fingerprint);
}
