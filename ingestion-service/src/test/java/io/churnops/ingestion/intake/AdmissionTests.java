package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpHeaders;

class AdmissionTests {

  @Test
  void sendsAwayWhoFindsNoPlaceAndAdmitsAgainAfterwards() {
    Admission admission = new Admission(2, 2, Duration.ofMillis(1));
    Admission.Place first = admission.enter("shop");
    Admission.Place second = admission.enter("shop");
    assertThatThrownBy(() -> admission.enter("another"))
        .isInstanceOfSatisfying(
            TooManyRequestsException.class,
            full -> {
              assertThat(full.getStatusCode().value()).isEqualTo(429);
              assertThat(full.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
            });
    first.close();
    admission.enter("another").close();
    second.close();
  }

  @Test
  void leavesPlacesToOthersHoweverManyRequestsAKeyHas() {
    Admission admission = new Admission(3, 2, Duration.ofMillis(1));
    Admission.Place first = admission.enter("slow");
    Admission.Place second = admission.enter("slow");
    assertThatThrownBy(() -> admission.enter("slow")).isInstanceOf(TooManyRequestsException.class);

    Admission.Place third = admission.enter("another");
    assertThatThrownBy(() -> admission.enter("another"))
        .as("all places are taken")
        .isInstanceOf(TooManyRequestsException.class);
    first.close();
    admission.enter("slow").close();
    admission.enter("another").close();
    second.close();
    third.close();
  }

  @Test
  @Timeout(60)
  void waitsForBothPlacesTogetherNoLongerThanItsPatience() {
    Duration patience = Duration.ofHours(1);
    long[] readings = {0, 0, patience.toNanos()};
    AtomicInteger next = new AtomicInteger();
    Admission admission =
        new Admission(
            1, 1, patience, () -> readings[Math.min(next.getAndIncrement(), readings.length - 1)]);
    Admission.Place only = admission.enter("shop");
    next.set(0);
    assertThatThrownBy(() -> admission.enter("another"))
        .isInstanceOf(TooManyRequestsException.class);
    only.close();
  }

  @Test
  void leavesPlacesToOthersHoweverManyThereAre() {
    assertThat(List.of(1, 2, 3, 4, 8, 100))
        .extracting(places -> properties(places, null).placesPerKey())
        .containsExactly(1, 1, 2, 3, 6, 75);
    assertThat(properties(Integer.MAX_VALUE, null).placesPerKey()).isPositive();
    assertThat(properties(4, 4).placesPerKey()).isEqualTo(4);
  }

  private static IntakeProperties properties(int places, @Nullable Integer perKey) {
    return new IntakeProperties(places, perKey, Duration.ofMillis(1), 0);
  }
}
