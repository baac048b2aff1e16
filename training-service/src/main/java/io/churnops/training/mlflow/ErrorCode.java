package io.churnops.training.mlflow;

import org.springframework.http.HttpStatus;

/** MLflow's names of errors, with the status that goes with each. */
enum ErrorCode {
  BAD_REQUEST(HttpStatus.BAD_REQUEST),
  INVALID_PARAMETER_VALUE(HttpStatus.BAD_REQUEST),
  RESOURCE_ALREADY_EXISTS(HttpStatus.BAD_REQUEST),
  UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
  PERMISSION_DENIED(HttpStatus.FORBIDDEN),
  RESOURCE_DOES_NOT_EXIST(HttpStatus.NOT_FOUND),
  ENDPOINT_NOT_FOUND(HttpStatus.NOT_FOUND),
  RESOURCE_CONFLICT(HttpStatus.CONFLICT),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR),
  TEMPORARILY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

  private final HttpStatus status;

  ErrorCode(HttpStatus status) {
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }

  /** What a problem of ours is in MLflow's words. */
  static ErrorCode of(HttpStatus status, String slug) {
    return switch (status) {
      case UNAUTHORIZED -> UNAUTHENTICATED;
      case FORBIDDEN -> PERMISSION_DENIED;
      case NOT_FOUND -> RESOURCE_DOES_NOT_EXIST;
      case CONFLICT -> slug.endsWith("-exists") ? RESOURCE_ALREADY_EXISTS : RESOURCE_CONFLICT;
      case SERVICE_UNAVAILABLE -> TEMPORARILY_UNAVAILABLE;
      default -> status.is4xxClientError() ? INVALID_PARAMETER_VALUE : INTERNAL_ERROR;
    };
  }
}
