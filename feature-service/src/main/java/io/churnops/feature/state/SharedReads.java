package io.churnops.feature.state;

import io.churnops.kit.redis.LettuceCommands;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceExceptionConverter;

/**
 * Reads a few hashes over the one connection that all readers share. A pipeline has a connection of
 * its own: a burst of readers would wait for those of the pool, or for as many to be made.
 */
final class SharedReads {

  private static final LettuceExceptionConverter EXCEPTIONS = new LettuceExceptionConverter();

  private final RedisConnectionFactory redis;
  private final Duration patience;

  SharedReads(RedisConnectionFactory redis, Duration patience) {
    this.redis = redis;
    this.patience = patience;
  }

  /**
   * Per key the values of the same fields, null where there is none.
   *
   * @throws DataAccessException if Redis does not answer in time
   */
  List<List<byte @Nullable []>> read(List<byte[]> keys, byte[][] fields) {
    try (RedisConnection connection = redis.getConnection()) {
      return read(LettuceCommands.of(connection), keys, fields);
    } catch (RedisException e) {
      DataAccessException known = EXCEPTIONS.convert(e);
      throw known == null ? new RedisSystemException("Redis cannot be read", e) : known;
    }
  }

  private List<List<byte @Nullable []>> read(
      RedisClusterAsyncCommands<byte[], byte[]> commands, List<byte[]> keys, byte[][] fields) {
    List<RedisFuture<List<KeyValue<byte[], byte[]>>>> asked = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      asked.add(commands.hmget(key, fields));
    }
    if (!LettuceFutures.awaitAll(patience, asked.toArray(RedisFuture[]::new))) {
      throw new QueryTimeoutException("Redis has not answered for " + patience);
    }
    return asked.stream().map(answer -> values(answer.toCompletableFuture().join())).toList();
  }

  private static List<byte @Nullable []> values(List<KeyValue<byte[], byte[]>> answer) {
    List<byte @Nullable []> values = new ArrayList<>(answer.size());
    for (KeyValue<byte[], byte[]> value : answer) {
      values.add(value.getValueOrElse(null));
    }
    return values;
  }
}
