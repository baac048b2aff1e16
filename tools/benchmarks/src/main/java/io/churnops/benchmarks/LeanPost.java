package io.churnops.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Posts bodies over kept connections, in the caller's thread: no executor and no selector beside
 * the service that is measured.
 */
final class LeanPost {

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int SUCCESS = 2;

  private final URI uri;
  private final String authorization;
  private final String contentType;

  LeanPost(URI uri, String authorization, String contentType) {
    this.uri = uri;
    this.authorization = authorization;
    this.contentType = contentType;
  }

  /** Sends a body; returns the answer, which is read to its end. Fails when it is no success. */
  String send(byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", authorization);
    connection.setRequestProperty("Content-Type", contentType);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    if (connection.getResponseCode() / 100 != SUCCESS) {
      throw new IOException("POST %s answered %d".formatted(uri, connection.getResponseCode()));
    }
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
