package io.churnops.training.datasets;

/** A dataset cannot be trained on; asking again will not help. */
public final class DatasetException extends RuntimeException {

  private final String code;

  /**
   * A refusal.
   *
   * @param code stable, for programs, for example {@code one_class}
   * @param detail which dataset, what is wrong with it, and what to do
   */
  public DatasetException(String code, String detail) {
    super(detail);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
