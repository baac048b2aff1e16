package io.churnops.serving.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.forest.artefact.RiskBand;
import io.churnops.serving.ServingProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScoreCountsTests {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ScoreCounts counts = new ScoreCounts(properties(), meters);

  /** Prometheus takes the first value that it sees of a counter for one that was always there. */
  @Test
  void tellsOfEveryBandBeforeItsFirstScore() {
    for (RiskBand band : RiskBand.values()) {
      assertThat(scores("churn", band)).as("%s", band).isZero();
    }
  }

  @Test
  void countsByModelAndBand() {
    counts.count("churn", RiskBand.HIGH);
    counts.count("churn", RiskBand.HIGH);
    counts.count("churn", RiskBand.LOW);
    assertThat(scores("churn", RiskBand.HIGH)).isEqualTo(2);
    assertThat(scores("churn", RiskBand.LOW)).isEqualTo(1);
    assertThat(scores("churn", RiskBand.MEDIUM)).isZero();
  }

  private double scores(String model, RiskBand band) {
    return meters
        .get("churnops.scores")
        .tags("model", model, "band", band.name())
        .counter()
        .count();
  }

  private static ServingProperties properties() {
    URI peer = URI.create("http://localhost");
    return new ServingProperties(
        "churn",
        Duration.ofSeconds(30),
        Path.of("data"),
        Path.of("key"),
        peer,
        peer,
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        32,
        10_000);
  }
}
