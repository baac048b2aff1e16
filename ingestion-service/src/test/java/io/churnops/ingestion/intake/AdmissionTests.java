package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
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
}
