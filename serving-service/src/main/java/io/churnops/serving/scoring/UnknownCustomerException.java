package io.churnops.serving.scoring;

import io.churnops.kit.problem.ProblemException;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** No event of the customer was ever seen, so there is nothing to score. */
final class UnknownCustomerException extends ProblemException {

  UnknownCustomerException(String customerId) {
    super(
        HttpStatus.NOT_FOUND,
        "unknown-customer",
        "Unknown customer",
        "No event of customer " + customerId + " has been seen; send some, or give the features.",
        Map.of("customerId", customerId),
        null);
  }
}
