package io.churnops.feature.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.kit.kafka.BadRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Writes erasures and reads answers as the golden messages have them. */
class ErasureContractTests {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final UUID ERASURE = UUID.fromString("01983f6e-0b1a-7c3e-9d52-6a7b8c9d0e1f");

  @Test
  void writesAnErasure() throws Exception {
    ErasureMessage erasure =
        ErasureMessage.of(
            ERASURE, List.of("visitor-88", "C-1001"), Instant.parse("2026-11-21T10:15:30.123456Z"));
    assertThat(JSON.readTree(JSON.writeValueAsString(erasure)))
        .isEqualTo(JSON.readTree(golden("customer-erasure.v1.json")));
  }

  @Test
  void readsAnAnswer() throws Exception {
    AnswerMessage answer = AnswerMessage.parse(golden("customer-erasure-answer.v1.json"), 0);
    assertThat(answer.erasureId()).isEqualTo(ERASURE);
    assertThat(answer.removed()).isEqualTo(Map.of("predictions", 12L));
    assertThat(answer.remaining())
        .singleElement()
        .satisfies(remaining -> assertThat(remaining.until()).isEqualTo("2026-11-29T11:15:31Z"));
  }

  @Test
  void readsAnAnswerFromBeforeItSaidWhatRemains() {
    String answer =
        """
        {"erasureId": "%s", "service": "monitoring", "removed": {}, "answeredAt": "2026-11-21T10:00:00Z"}
        """
            .formatted(ERASURE);
    assertThat(AnswerMessage.parse(answer.getBytes(StandardCharsets.UTF_8), 0).remaining())
        .isEmpty();
    assertThatThrownBy(() -> AnswerMessage.parse("{}".getBytes(StandardCharsets.UTF_8), 3))
        .isInstanceOf(BadRecordException.class);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        ErasureContractTests.class.getResourceAsStream("/io/churnops/contract/golden/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
