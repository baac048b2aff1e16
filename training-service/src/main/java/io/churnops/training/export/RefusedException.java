package io.churnops.training.export;

/** The MLflow server will never take this; another attempt would change nothing. */
class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;

  RefusedException(int status, String code, String message) {
    super("The server answered %d %s: %s".formatted(status, code, message));
    this.code = code;
  }

  boolean isAbout(String errorCode) {
    return code.equals(errorCode);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
