package io.churnops.serving.scoring;

import io.churnops.forest.artefact.RiskBand;
import io.churnops.serving.ServingProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts scores by risk band. Every band is told from the start, so that the first scores, which
 * may be those of a whole shop, are seen to be as many more.
 */
@Component
class ScoreCounts {

  private final MeterRegistry meters;

  ScoreCounts(ServingProperties properties, MeterRegistry meters) {
    this.meters = meters;
    for (RiskBand band : RiskBand.values()) {
      counter(properties.model(), band);
    }
  }

  void count(String model, RiskBand band) {
    counter(model, band).increment();
  }

  private Counter counter(String model, RiskBand band) {
    return Counter.builder("churnops.scores")
        .description("Scores that were answered")
        .tag("model", model)
        .tag("band", band.name())
        .register(meters);
  }
}
