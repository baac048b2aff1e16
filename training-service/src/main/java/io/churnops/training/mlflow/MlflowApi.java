package io.churnops.training.mlflow;

import io.churnops.kit.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What the controllers of MLflow's API share: how they say that something cannot be done. */
abstract class MlflowApi {

  static final String ROOT = "/api/2.0/";
  static final String MLFLOW = ROOT + "mlflow/";

  private static final Logger log = LoggerFactory.getLogger(MlflowApi.class);

  @ExceptionHandler
  ResponseEntity<MlflowError> onRefusal(MlflowException refused) {
    return answer(refused.code(), String.valueOf(refused.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<MlflowError> onProblem(ProblemException problem) {
    HttpStatus status = HttpStatus.valueOf(problem.getStatusCode().value());
    return answer(
        ErrorCode.of(status, String.valueOf(problem.getBody().getType())),
        String.valueOf(problem.getBody().getDetail()));
  }

  @ExceptionHandler
  ResponseEntity<MlflowError> onAccessDenied(AccessDeniedException denied) {
    return answer(ErrorCode.PERMISSION_DENIED, "This key's scopes do not allow the request.");
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    RecoverableDataAccessException.class,
    UncategorizedDataAccessException.class,
    TransactionException.class
  })
  ResponseEntity<MlflowError> onStoreTrouble(RuntimeException trouble) {
    log.warn("A store could not answer: {}", trouble.toString());
    return answer(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "A store this service needs cannot be reached at the moment.");
  }

  @ExceptionHandler
  ResponseEntity<MlflowError> onAnythingElse(Exception unexpected) {
    log.error("A request of an MLflow client failed", unexpected);
    return answer(
        ErrorCode.INTERNAL_ERROR,
        "The request failed for a reason inside the service; its log says why.");
  }

  private static ResponseEntity<MlflowError> answer(ErrorCode code, String message) {
    return ResponseEntity.status(code.status()).body(new MlflowError(code, message));
  }

  /** One of the words of an enumeration, as clients write them. */
  static <E extends Enum<E>> E word(Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalid(
          "'%s' is none of %s".formatted(word, List.of(type.getEnumConstants())));
    }
  }
}
