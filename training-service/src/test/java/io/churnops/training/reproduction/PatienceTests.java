package io.churnops.training.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.kit.problem.ProblemException;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.UnavailableFeatureService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;

/** What a reproduction fails by, and when. */
class PatienceTests {

  private static final Duration AWAY = Duration.ofMinutes(30);
  private static final Duration BUILD = Duration.ofHours(6);

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final Patience patience =
      new Patience(new ReproductionProperties(Duration.ofSeconds(1), AWAY, BUILD), () -> now);

  static Stream<Arguments> whatPasses() {
    return Stream.of(
        Arguments.of(UnavailableFeatureService.trouble(), "feature_service_unavailable"),
        Arguments.of(
            problem(HttpStatus.SERVICE_UNAVAILABLE, "artefacts-unavailable"),
            "artefacts_unavailable"));
  }

  @ParameterizedTest
  @MethodSource("whatPasses")
  void waitsForWhatIsAwayAsLongAsItIsSaid(RuntimeException trouble, String code) {
    assertThat(patience.endedBy(trouble)).isEmpty();
    now = now.plus(AWAY).minusMillis(1);
    assertThat(patience.endedBy(trouble)).isEmpty();
    now = now.plusMillis(1);
    assertThat(patience.endedBy(trouble)).hasValue(code);
    assertThat(patience.endedBy(trouble)).as("of the next one").isEmpty();
  }

  @Test
  void beginsAnewOnceThereWasAnAnswer() {
    assertThat(patience.endedBy(UnavailableFeatureService.trouble())).isEmpty();
    now = now.plus(AWAY);
    assertThat(patience.building()).isEmpty();
    assertThat(patience.endedBy(UnavailableFeatureService.trouble())).isEmpty();
  }

  @Test
  void endsABuildThatNeverEnds() {
    assertThat(patience.building()).isEmpty();
    now = now.plus(BUILD).minusMillis(1);
    assertThat(patience.endedBy(UnavailableFeatureService.trouble())).isEmpty();
    assertThat(patience.building()).isEmpty();
    now = now.plusMillis(1);
    assertThat(patience.building()).hasValue("dataset_timeout");
    assertThat(patience.building()).as("of the next one").isEmpty();
  }

  static Stream<Arguments> whatStays() {
    return Stream.of(
        Arguments.of(new DatasetException("dataset_refused", "no"), "dataset_refused"),
        Arguments.of(problem(HttpStatus.FORBIDDEN, "artefacts-denied"), "artefacts_denied"),
        Arguments.of(new UncheckedIOException(new IOException("no")), "storage_failed"),
        Arguments.of(new OutOfMemoryError(), "out_of_memory"),
        Arguments.of(new IllegalStateException(), "internal_error"));
  }

  @ParameterizedTest
  @MethodSource("whatStays")
  void endsAtOnceByWhatWaitingDoesNotMend(Throwable trouble, String code) {
    assertThat(patience.endedBy(trouble)).hasValue(code);
    assertThat(Patience.isInternal(trouble)).isEqualTo(code.equals("internal_error"));
  }

  private static ProblemException problem(HttpStatus status, String slug) {
    return new ProblemException(status, slug, "No", "The bucket is so.");
  }
}
