package io.churnops.serving.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.serving.features.FreshnessClient.Freshness;
import io.churnops.serving.model.ServedModel;
import io.churnops.serving.model.TestModels;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.ResourceAccessException;

class ModelFreshnessTests {

  private final ServedModel model = TestModels.served();
  private Instant now = Instant.parse("2026-11-21T10:15:30Z");
  private @Nullable String answer;
  private final ModelFreshness freshness =
      new ModelFreshness(() -> Optional.of(model), _ -> answered(), () -> now);

  @Test
  void saysNothingOfAViewThatIsFresh() {
    assertThat(freshness.degraded(model)).isEmpty();
    looks("FRESH", Duration.ofDays(1));
    assertThat(freshness.degraded(model)).isEmpty();
  }

  @Test
  void staysStaleUntilToldOtherwise() {
    looks("STALE", Duration.ofSeconds(2));
    assertThat(freshness.degraded(model)).containsExactly("features-stale");
    looks(null, Duration.ofHours(1));
    looks("UNKNOWN", Duration.ofHours(1));
    assertThat(freshness.degraded(model)).containsExactly("features-stale");
    looks("FRESH", Duration.ofSeconds(2));
    assertThat(freshness.degraded(model)).isEmpty();
  }

  /** The promise is 30 seconds, and somebody must have had time to ask. */
  @Test
  void admitsThatNobodyHasCalledItFreshForTooLong() {
    looks("FRESH", Duration.ofSeconds(2));
    looks(null, Duration.ofSeconds(40));
    assertThat(freshness.degraded(model)).isEmpty();
    looks("UNKNOWN", Duration.ofSeconds(1));
    assertThat(freshness.degraded(model)).containsExactly("features-freshness-unknown");
    looks("FRESH", Duration.ofSeconds(1));
    assertThat(freshness.degraded(model)).isEmpty();
  }

  @Test
  void givesAViewThatItHasJustHeardOfTime() {
    looks(null, Duration.ZERO);
    assertThat(freshness.degraded(model)).isEmpty();
    looks(null, Duration.ofSeconds(71));
    assertThat(freshness.degraded(model)).containsExactly("features-freshness-unknown");
  }

  @Test
  void trustsNoStatesOfAViewThatIsNotReady() {
    assertThat(freshness.isReady(model)).isTrue();
    looks("NOT_READY", Duration.ofSeconds(2));
    assertThat(freshness.isReady(model)).isFalse();
    looks(null, Duration.ofHours(1));
    assertThat(freshness.isReady(model)).isFalse();
    looks("FRESH", Duration.ofSeconds(2));
    assertThat(freshness.isReady(model)).isTrue();
    looks("NOT_READY", Duration.ofSeconds(2));
    looks("UNKNOWN", Duration.ofSeconds(2));
    assertThat(freshness.isReady(model)).isTrue();
  }

  private void looks(@Nullable String status, Duration later) {
    now = now.plus(later);
    answer = status;
    freshness.look();
  }

  private Freshness answered() {
    if (answer == null) {
      throw new ResourceAccessException("gone");
    }
    return new Freshness(answer, 30);
  }
}
