package io.churnops.kit.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * The commands beneath a connection of Spring Data: they are sent without waiting for the one
 * before, over the connection that all threads share. A pipeline has a connection of its own.
 */
public final class LettuceCommands {

  private LettuceCommands() {}

  /** The commands of a connection that Spring Data has made with Lettuce, as all of ours are. */
  @SuppressWarnings("unchecked") // Spring Data hands them out as Object.
  public static RedisClusterAsyncCommands<byte[], byte[]> of(RedisConnection connection) {
    return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
  }
}
