package io.churnops.ingestion.intake;

import static io.churnops.ingestion.EventTexts.NOW;
import static io.churnops.ingestion.EventTexts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.EventSchemas;
import io.churnops.kit.problem.ProblemAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** The web layer alone, above an event log in memory. */
@WebMvcTest(EventController.class)
@AutoConfigureMockMvc(addFilters = false)
@ImportAutoConfiguration(ProblemAutoConfiguration.class)
@Import(EventControllerTests.Fakes.class)
@DirtiesContext
class EventControllerTests {

  @Autowired MockMvcTester mvc;
  @Autowired RecordingEventLog log;
  @Autowired Admission admission;

  @Test
  void acknowledgesWhatTheLogConfirmed() {
    MvcTestResult answer = post(IngestionClient.ONE, order("first").text());
    assertThat(answer).hasStatus(202);
    assertThat(answer)
        .bodyJson()
        .isStrictlyEqualTo(
            """
            {"accepted": 1, "duplicates": 0, "quarantined": 0, "rejected": 0,
             "items": [{"index": 0, "id": "first", "status": "ACCEPTED"}]}
            """);
  }

  @Test
  void claimsNothingWhenTheLogDoesNotConfirm() {
    log.available(false);
    try {
      for (String type : List.of(IngestionClient.ONE, IngestionClient.STREAM)) {
        MvcTestResult answer = post(type, order("lost").text());
        assertThat(answer).hasStatus(503).hasContentType("application/problem+json");
        assertThat(answer).headers().hasValue(HttpHeaders.RETRY_AFTER, "5");
        assertThat(answer)
            .bodyJson()
            .extractingPath("$.type")
            .isEqualTo("https://churnops.io/problems/broker-unavailable");
      }
    } finally {
      log.available(true);
    }
    assertThat(post(IngestionClient.ONE, order("lost").text())).hasStatus(202);
  }

  @Test
  void sendsAwayWhatItCannotHold() {
    try (var _ = admission.enter("another")) {
      MvcTestResult answer = post(IngestionClient.BATCH, "[" + order("late").text() + "]");
      assertThat(answer).hasStatus(429);
      assertThat(answer).headers().hasValue(HttpHeaders.RETRY_AFTER, "1");
    }
    assertThat(post(IngestionClient.BATCH, "[" + order("late").text() + "]")).hasStatus(202);
  }

  @Test
  void givesItsPlaceBackAfterABadRequest() {
    for (int i = 0; i < 3; i++) {
      assertThat(post(IngestionClient.BATCH, "[")).hasStatus(400);
      assertThat(post(IngestionClient.STREAM, "x")).hasStatus(422);
    }
    assertThat(post(IngestionClient.ONE, order("after").text())).hasStatus(202);
  }

  @Test
  void takesBodiesUpToFiveMegabytes() {
    String one = order("big").text();
    String room = " ".repeat(EventController.MAX_BODY - one.length());
    assertThat(post(IngestionClient.ONE, one + room)).hasStatus(202);
    assertThat(post(IngestionClient.ONE, one + room + " ")).hasStatus(413);
  }

  @Test
  void refusesOtherContentTypes() {
    assertThat(post("application/json", order("x").text())).hasStatus(415);
  }

  private MvcTestResult post(String contentType, String body) {
    return mvc.post()
        .uri("/v1/events")
        .contentType(contentType)
        .content(body)
        .principal(new TestingAuthenticationToken("shop", "", "SCOPE_events:write"))
        .exchange();
  }

  @TestConfiguration
  static class Fakes {

    @Bean
    RecordingEventLog eventLog() {
      return new RecordingEventLog();
    }

    @Bean
    MeterRegistry metrics() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Intake intake(RecordingEventLog log, MeterRegistry metrics) {
      return new Intake(log, new RecentEvents(100), (_, _) -> {}, metrics);
    }

    @Bean
    Admission admission() {
      return new Admission(1, 1, Duration.ofMillis(1));
    }

    @Bean
    EventReader eventReader() {
      return new EventReader();
    }

    @Bean
    EventJudge eventJudge() {
      return new EventJudge(new EventSchemas(), new JsonMapper());
    }

    @Bean
    InstantSource clock() {
      return InstantSource.fixed(NOW);
    }
  }
}
