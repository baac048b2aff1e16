package io.churnops.ingestion.eventlog;

import io.churnops.kit.problem.ProblemException;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Kafka did not confirm in time, so nothing is claimed; sending the same again is safe. */
public final class NotConfirmedException extends ProblemException {

  private static final int RETRY_AFTER_SECONDS = 5;

  public NotConfirmedException(Throwable cause) {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        "broker-unavailable",
        "Broker unavailable",
        "Kafka has not confirmed these events in time. None of them is claimed to be kept; send"
            + " the same request again, with the same ids.",
        Map.of(),
        cause);
    retryAfter(RETRY_AFTER_SECONDS);
  }
}
