package io.churnops.training.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.bucket.BucketException;
import io.churnops.training.bucket.BucketUnavailableException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class ArtefactsUnavailableTests {

  private static final String SAID = "AccessDenied (403), User: arn:aws:iam::1:user/churnops";

  @Test
  void keepsToItselfWhatTheStorageSaid() {
    var denied =
        RegistryException.artefactsUnavailable(new BucketException(SAID, new IOException()));
    var away =
        RegistryException.artefactsUnavailable(
            new BucketUnavailableException(SAID, new IOException()));

    assertThat(denied.getBody().getDetail()).doesNotContain("arn").contains("log");
    assertThat(away.getBody().getDetail()).doesNotContain("arn").contains("Ask again");
  }

  @Test
  void asksBackWhoeverMayHopeForAnAnswer() {
    var denied =
        RegistryException.artefactsUnavailable(new BucketException(SAID, new IOException()));
    var away =
        RegistryException.artefactsUnavailable(
            new BucketUnavailableException(SAID, new IOException()));

    assertThat(denied.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isNull();
    assertThat(away.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("10");
  }
}
