package io.churnops.training.bucket;

/** The bucket does not answer, or asks to be left alone for now; it may be tried again. */
public final class BucketUnavailableException extends BucketException {

  private static final long serialVersionUID = 1L;

  public BucketUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
