package io.churnops.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FlawTests {

  @Test
  void everyCodeIsDocumented() {
    for (Flaw flaw : Flaw.values()) {
      assertThat(Path.of("../docs/how-to/send-events.md"))
          .content()
          .contains("`" + flaw.code() + "`");
    }
  }
}
