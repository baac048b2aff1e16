package io.churnops.ingestion.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What others read of the list of event types. */
class EventTypesContractTests {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void writesTheGoldenPage() throws IOException {
    EventTypePage page =
        new EventTypePage(
            List.of(
                new EventTypeVersion(
                    "email.opened",
                    1,
                    true,
                    Compatibility.BACKWARD,
                    "A marketing e-mail was opened.",
                    null,
                    null,
                    null),
                new EventTypeVersion(
                    "loyalty.joined",
                    3,
                    false,
                    Compatibility.NONE,
                    null,
                    null,
                    "crm",
                    Instant.parse("2026-11-21T10:15:30Z"))),
            null);

    try (InputStream golden = EventTypes.class.getResourceAsStream("golden/event-types.v1.json")) {
      assertThat(JSON.readTree(JSON.writeValueAsString(page))).isEqualTo(JSON.readTree(golden));
    }
  }
}
