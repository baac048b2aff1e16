package io.churnops.kit.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Reads erasures and writes answers as the golden messages have them. */
class ErasureContractTests {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final UUID ERASURE = UUID.fromString("01983f6e-0b1a-7c3e-9d52-6a7b8c9d0e1f");

  @Test
  void readsAnErasure() throws Exception {
    ErasureMessage erasure = ErasureMessage.parse(golden("customer-erasure.v1.json"), 0);
    assertThat(erasure).isEqualTo(new ErasureMessage(ERASURE, List.of("C-1001", "visitor-88")));
  }

  @Test
  void writesAnAnswer() throws Exception {
    var answer =
        new ErasureListener.Answer(
            ERASURE,
            "monitoring",
            Map.of("predictions", 12L),
            List.of(
                new Remaining(
                    "kafka:prediction-log.v1",
                    Instant.parse("2026-11-29T11:15:31Z"),
                    "Kafka removes no single records. These expire with the topic's retention.ms"
                        + " of PT168H; read again, they have no effect.")),
            Instant.parse("2026-11-21T10:15:31.5Z"));
    assertThat(JSON.readTree(JSON.writeValueAsString(answer)))
        .isEqualTo(JSON.readTree(golden("customer-erasure-answer.v1.json")));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        ErasureContractTests.class.getResourceAsStream("/io/churnops/contract/golden/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
