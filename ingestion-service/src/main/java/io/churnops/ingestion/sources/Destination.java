package io.churnops.ingestion.sources;

import java.util.Locale;

/** A host and a port that a source is at. */
record Destination(String host, int port) {

  Destination {
    host = host.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
