package io.churnops.platform;

import java.util.Optional;

/** Somebody else listens on a port that a part of the suite needs. */
public final class PortTakenException extends PlatformException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(String part, int port, Optional<PortHolder> holder) {
    super(
        "Port %d, which %s needs, is taken by %s."
            .formatted(port, part, holder.map(PortHolder::toString).orElse("another process")));
    this.port = port;
  }

  public int port() {
    return port;
  }
}
