package io.churnops.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.churnops.acceptance.Doors.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The services as containers run them: each in a process of its own, with its own jar, key and role
 * and the password of Redis, knowing the others by their addresses only.
 */
@Tag("faults")
class SeparateServicesIT {

  private static final int CUSTOMERS = 250;
  private static final int SCORED = 20;
  private static final int USUAL_REDIS_PORT = 25_379;

  private LocalSuite suite;

  @BeforeEach
  void start(@TempDir Path home) {
    suite = new LocalSuite(home.resolve("suite"), "--separate");
    suite.up();
  }

  @AfterEach
  void stop() {
    suite.down();
  }

  @Test
  void servingReadsWhatFeatureServiceHasFoldedAlsoWhenThatIsAway() throws Exception {
    assertThat(suite.part("serving").path("pid")).isNotEqualTo(suite.part("feature").path("pid"));
    assertThat(redisAnswersAStranger()).startsWith("-NOAUTH");
    Doors doors = new Doors(suite);
    LocalDate today = SmallShop.today();
    SmallShop shop = new SmallShop(CUSTOMERS, today);
    ShopLoop loop = new ShopLoop(doors);
    loop.define("/v1/feature-views", "shop-view.yaml");
    loop.define("/v1/labels", "shop-label.yaml");
    for (int batch = 0; batch < shop.batches(); batch++) {
      assertThat(shop.send(doors, batch).status()).isEqualTo(202);
    }
    awaitCounted(doors, shop);
    int version =
        loop.champion(
            loop.dataset(
                Map.of(
                    "from",
                    today.minusDays(210) + "T00:00:00Z",
                    "to",
                    today.minusDays(30) + "T00:00:00Z",
                    "every",
                    "15d")));
    Map<String, JsonNode> before = new HashMap<>();
    for (String customer : shop.customers().subList(0, SCORED)) {
      before.put(customer, awaitScore(doors, customer));
    }

    suite.kill("feature");

    before.forEach((customer, earlier) -> {
      JsonNode score = awaitScore(doors, customer);
      assertThat(score.path("modelVersion").asInt()).isEqualTo(version);
      assertThat(score.at("/features/orders_lifetime").isNumber()).isTrue();
      assertThat(score.at("/features/orders_lifetime"))
          .as("of %s, which time does not change", customer)
          .isEqualTo(earlier.at("/features/orders_lifetime"));
    });
    Answer stranger = doors.post("serving", "/v1/predictions", Map.of("customerId", "C-nobody"));
    assertThat(stranger.status()).as("nobody can say who it is").isEqualTo(503);
  }

  /** From the online state: whatever else answered would be named in what is degraded. */
  private static JsonNode awaitScore(Doors doors, String customer) {
    return await("a score of " + customer + " from its online state")
        .atMost(ShopLoop.PATIENCE)
        .until(
            () ->
                doors.post(
                    "serving",
                    "/v1/predictions",
                    Map.of("customerId", customer, "include", List.of("features"))),
            given -> given.status() == 200 && given.body().path("degraded").isEmpty())
        .body();
  }

  private static void awaitCounted(Doors doors, SmallShop shop) {
    shop.acknowledged()
        .forEach((customer, events) ->
            await()
                .atMost(ShopLoop.PATIENCE)
                .until(() -> doors.eventsOf(customer) == events.size()));
  }

  private String redisAnswersAStranger() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), suite.port(USUAL_REDIS_PORT))) {
      socket.getOutputStream().write("PING\r\n".getBytes(UTF_8));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, length, UTF_8);
    }
  }
}
