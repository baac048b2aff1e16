package io.churnops.training.mlflow;

/** A request of an MLflow client that is refused, in words that its user will read. */
final class MlflowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  MlflowException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  static MlflowException invalid(String message) {
    return new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  ErrorCode code() {
    return code;
  }
}
