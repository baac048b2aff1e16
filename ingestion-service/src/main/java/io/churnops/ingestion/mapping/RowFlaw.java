package io.churnops.ingestion.mapping;

/** Why a row cannot be used; carries no stack trace, because bad rows are ordinary. */
final class RowFlaw extends RuntimeException {

  private final String code;

  RowFlaw(String code) {
    super(code, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }
}
