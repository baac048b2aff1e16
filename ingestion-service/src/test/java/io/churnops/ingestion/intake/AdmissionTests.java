package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class AdmissionTests {

  @Test
  void sendsAwayWhoFindsNoPlaceAndAdmitsAgainAfterwards() {
    Admission admission = new Admission(2, Duration.ofMillis(1));
    Admission.Place first = admission.enter();
    Admission.Place second = admission.enter();
    assertThatThrownBy(admission::enter)
        .isInstanceOfSatisfying(
            TooManyRequestsException.class,
            full -> {
              assertThat(full.getStatusCode().value()).isEqualTo(429);
              assertThat(full.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
            });
    first.close();
    admission.enter().close();
    second.close();
  }
}
