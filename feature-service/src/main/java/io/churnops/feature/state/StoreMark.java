package io.churnops.feature.state;

import java.nio.charset.StandardCharsets;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Repository;

/**
 * A mark in Redis that says: what states there were, are there. A Redis that was emptied, or
 * replaced by a new one, has none.
 */
@Repository
public class StoreMark {

  private static final byte[] KEY = "churnops:states".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEPT = "kept".getBytes(StandardCharsets.US_ASCII);

  private final RedisConnectionFactory redis;

  StoreMark(RedisConnectionFactory redis) {
    this.redis = redis;
  }

  public boolean isThere() {
    try (RedisConnection connection = redis.getConnection()) {
      return connection.stringCommands().get(KEY) != null;
    }
  }

  public void set() {
    try (RedisConnection connection = redis.getConnection()) {
      connection.stringCommands().set(KEY, KEPT);
    }
  }
}
