package io.churnops.feature.log;

/** A record is no customer event and will never be one. The message holds no customer data. */
public final class BadEventException extends Exception {

  private final String code;

  BadEventException(String code, String detail) {
    super(detail);
    this.code = code;
  }

  /** A stable code, for example {@code malformed_json}. */
  public String code() {
    return code;
  }

  /** A sentence for a person. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
