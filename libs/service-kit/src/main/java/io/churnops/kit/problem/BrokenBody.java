package io.churnops.kit.problem;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** What is said of a body that the container could not read to its end, whoever wanted it. */
final class BrokenBody {

  private static final int MOST_CAUSES = 10;

  private BrokenBody() {}

  /** Empty if what was thrown does not tell of a body that stopped or broke off. */
  static Optional<ProblemDetail> problem(@Nullable Object thrown) {
    List<Throwable> causes = causes(thrown);
    if (causes.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
      return Optional.of(
          ProblemException.of(
              HttpStatus.REQUEST_TIMEOUT,
              "request-timeout",
              "Request timeout",
              "The body stopped coming before its end. Send it again.",
              Map.of()));
    }
    if (causes.stream().anyMatch(EOFException.class::isInstance)) {
      return Optional.of(brokenOff());
    }
    return Optional.empty();
  }

  static ProblemDetail brokenOff() {
    return ProblemException.of(
        HttpStatus.BAD_REQUEST,
        "unreadable-body",
        "Unreadable body",
        "The body broke off before its end. Send it again.",
        Map.of());
  }

  private static List<Throwable> causes(@Nullable Object thrown) {
    return Stream.iterate(
            thrown instanceof Throwable first ? first : null, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .toList();
  }
}
