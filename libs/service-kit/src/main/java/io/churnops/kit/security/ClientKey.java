package io.churnops.kit.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key with which this service calls others; read anew for each call, so it can be rotated. */
public final class ClientKey {

  private final Path file;

  ClientKey(Path file) {
    this.file = file;
  }

  /** The value of the {@code Authorization} header. */
  public String bearer() {
    try {
      return "Bearer " + Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read this service's own key from "
              + file
              + " (churnops.security.client-key-file)",
          e);
    }
  }
}
