package io.churnops.ingestion.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.EventTexts;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Whom invalid things may be about. */
class NamedCustomersTests {

  @Test
  void takesTheSubjectOfAnEventAtItsWord() {
    assertThat(NamedCustomers.inEvent(EventTexts.order("C-2").bytes())).containsExactly("C-1");
  }

  @Test
  void knowsBothEndsOfAJoin() {
    EventTexts join =
        EventTexts.order("j")
            .with("type", "customer.identified")
            .with("data", Map.of("anonymousId", "visitor 8"));
    assertThat(NamedCustomers.inEvent(join.bytes())).containsExactly("C-1", "visitor 8");
  }

  @Test
  void suspectsEverythingInAnEventWithoutASubject() {
    EventTexts order = EventTexts.order("o-1").without("subject").with("customer", 4711);
    assertThat(NamedCustomers.inEvent(order.bytes())).contains("4711", "o-1", "/shop/web");
    assertThat(NamedCustomers.inEvent(EventTexts.order("o-1").with("subject", 4712).bytes()))
        .contains("4712");
  }

  @Test
  void suspectsEveryPieceOfATextThatIsNoJson() {
    for (String text :
        new String[] {
          "{\"subject\": \"C-9\", \"data\": {",
          "2010-12-01,C-9,12.50",
          "a;\"C-9\";b",
          "name=C-9",
          "C-9"
        }) {
      assertThat(NamedCustomers.inEvent(text.getBytes(UTF_8))).as(text).contains("C-9");
    }
    assertThat(NamedCustomers.inEvent("{\"subject\": \"Ann Lee\", \"da".getBytes(UTF_8)))
        .contains("Ann Lee");
  }

  @Test
  void namesNothingThatPostgresCannotKeep() {
    assertThat(
            NamedCustomers.inAnything(JsonMapper.shared().readTree("[\"a\\u0000b\", \"\\ud800\"]")))
        .isEmpty();
    byte[] noText = new byte[40];
    Arrays.fill(noText, (byte) 0xff);
    assertThat(NamedCustomers.inEvent(noText)).allMatch(id -> !id.isEmpty());
    assertThat(NamedCustomers.inEvent(new byte[0])).isEmpty();
  }
}
