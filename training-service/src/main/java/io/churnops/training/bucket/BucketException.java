package io.churnops.training.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What was asked of the bucket cannot be done. */
public class BucketException extends UncheckedIOException {

  private static final long serialVersionUID = 1L;

  public BucketException(String message, Throwable cause) {
    super(message, new IOException(message, cause));
  }
}
