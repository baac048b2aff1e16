package io.churnops.ingestion.sources;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * A list of objects in a JSON API.
 *
 * @param records where the list is in an answer
 * @param parameter of the URL that takes the cursor, if the API has one
 * @param ordered whether records come in the order of the cursor, so that it can move with each
 *     page
 * @param timeout of one request, from connecting to the last byte
 * @param maxSize bytes an answer may have
 * @param attempts at one page before the run fails
 */
record HttpOrigin(
    URI url,
    Map<String, HeaderValue> headers,
    JsonPointer records,
    Paging paging,
    @Nullable String parameter,
    boolean ordered,
    Duration timeout,
    int maxSize,
    int attempts)
    implements PullSource.Origin {

  HttpOrigin {
    headers = Map.copyOf(headers);
  }

  /**
   * The value of a header.
   *
   * @param text all of it, or what stands before the secret
   */
  record HeaderValue(String text, @Nullable String secret) {}

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public Destination destination() {
    return destinationOf(url);
  }

  static Destination destinationOf(URI url) {
    String host = String.valueOf(url.getHost()).replaceAll("[\\[\\]]", "");
    return new Destination(
        host, url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80);
  }
}
