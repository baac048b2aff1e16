package io.churnops.kit;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Names for what we create: version 7 UUIDs (RFC 9562), so that ids sort by their creation. */
public final class Ids {

  /** How an id is written. */
  public static final String SPELLING = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /** What an id looks like, in words that follow "must be". */
  public static final String LIKE = "an id like 01a1e0a4-77a8-7c1e-b1d0-3f1f2b8c9d10";

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
