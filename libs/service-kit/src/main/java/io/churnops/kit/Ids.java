package io.churnops.kit;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Names for what we create: version 7 UUIDs (RFC 9562), so that ids sort by their creation. */
public final class Ids {

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Ids(InstantSource clock) {
    this.clock = clock;
  }

  /** A new id: 48 bits of milliseconds, then 74 random bits. */
  public String next() {
    long high = clock.millis() << 16 | 0x7000 | random.nextInt(0x1000);
    long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
