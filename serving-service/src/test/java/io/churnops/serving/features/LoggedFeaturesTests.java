package io.churnops.serving.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.serving.features.CustomerFeatures.Known;
import io.churnops.serving.features.CustomerFeatures.Unavailable;
import io.churnops.serving.features.CustomerFeatures.UnknownCustomer;
import io.churnops.serving.features.FeatureServiceClient.Answer;
import io.churnops.serving.features.FeatureServiceClient.Customer;
import io.churnops.serving.model.ServedModel;
import io.churnops.serving.model.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.ResourceAccessException;

class LoggedFeaturesTests {

  private static final Instant AT = Instant.parse("2026-11-21T10:15:30Z");
  private static final Map<String, String> REASONS = Map.of("C-1", "online-state-missing");
  private static final List<String> COLUMNS =
      List.of("country", "orders_lifetime", "orders_30d", "days_since_last_order");

  private final ServedModel model = TestModels.served();

  @Test
  void putsTheColumnsInTheOrderOfTheInputs() {
    var customer =
        new Customer("C-1", "PRESENT", Arrays.asList("DE", 7, 3, null), List.of("from-log"));
    assertThat(read(COLUMNS, customer).get("C-1"))
        .isEqualTo(
            new Known(
                Arrays.asList(null, 3.0, "DE"), AT, List.of("online-state-missing", "from-log")));
  }

  @Test
  void tellsUnknownCustomersFromTrouble() {
    assertThat(read(COLUMNS, new Customer("C-1", "UNKNOWN_ENTITY", List.of(), List.of())))
        .containsEntry("C-1", new UnknownCustomer());
    assertThat(read(COLUMNS, new Customer("C-1", "NOT_READY", null, null)))
        .containsEntry("C-1", new Unavailable());
  }

  @Test
  void takesNoAnswerThatLacksAnInput() {
    var customer = new Customer("C-1", "PRESENT", Arrays.asList("DE", 7, 3), List.of());
    assertThat(read(COLUMNS.subList(0, 3), customer)).isEmpty();
  }

  @Test
  void ignoresCustomersItDidNotAskFor() {
    var other = new Customer("C-2", "PRESENT", Arrays.asList("DE", 7, 3, 1.5), List.of());
    assertThat(read(COLUMNS, other)).isEmpty();
  }

  @Test
  void letsOnlySoManyRequestsWait() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    var features =
        logged(_ -> {
          asked.countDown();
          await(answered);
          throw new ResourceAccessException("gone");
        });
    Thread first = Thread.startVirtualThread(() -> features.of(model, REASONS));
    asked.await();
    assertThat(features.of(model, REASONS)).isEmpty();
    answered.countDown();
    first.join();
    assertThat(features.of(model, REASONS)).isEmpty();
  }

  private Map<String, CustomerFeatures> read(List<String> columns, Customer customer) {
    return logged(_ -> new Answer("fingerprint", AT, columns, List.of(customer)))
        .of(model, REASONS);
  }

  private static LoggedFeatures logged(FeatureServiceClient featureService) {
    return new LoggedFeatures(featureService, 1, Duration.ofMillis(50), new SimpleMeterRegistry());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
