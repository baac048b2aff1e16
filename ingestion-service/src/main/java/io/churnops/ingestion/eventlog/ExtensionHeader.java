package io.churnops.ingestion.eventlog;

import io.churnops.ingestion.event.Extensions;
import org.apache.kafka.common.header.Header;

/**
 * An extension attribute as a header, made of the event when it is asked for: the producer keeps
 * the headers of a record until it is confirmed.
 */
record ExtensionHeader(Extensions extensions, int place) implements Header {

  private static final String PREFIX = "ce_";

  @Override
  public String key() {
    return PREFIX + extensions.name(place);
  }

  @Override
  public byte[] value() {
    return extensions.valueBytes(place);
  }
}
