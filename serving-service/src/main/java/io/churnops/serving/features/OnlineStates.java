package io.churnops.serving.features;

import io.churnops.contract.OnlineState;
import io.churnops.contract.OnlineState.Owner;
import io.churnops.kit.redis.LettuceCommands;
import io.churnops.serving.ServingProperties;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Reads encoded states from Redis: all customers of a request in one go over one connection. When
 * no connection can be made, none is tried again for a moment, so that a Redis which does not even
 * refuse costs one request its timeout and not all of them.
 */
@Component
class OnlineStates {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RedisConnectionFactory redis;
  private final Duration timeout;
  private final InstantSource clock;
  private volatile Instant notBefore = Instant.MIN;

  @Autowired
  OnlineStates(RedisConnectionFactory redis, ServingProperties properties, InstantSource clock) {
    this(redis, properties.redisTimeout(), clock);
  }

  OnlineStates(RedisConnectionFactory redis, Duration timeout, InstantSource clock) {
    this.redis = redis;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * The encoded states of a view, one per customer in order, null where there is none. An id that
   * was joined to another has its customer's, which takes a second look.
   *
   * @throws UnavailableException if Redis does not answer in time
   */
  List<byte @Nullable []> read(String viewFingerprint, List<String> customers)
      throws UnavailableException {
    Instant now = clock.instant();
    if (now.isBefore(notBefore)) {
      throw new UnavailableException("Redis could not be reached a moment ago", null);
    }
    try (RedisConnection connection = redis.getConnection()) {
      return read(connection, viewFingerprint, customers);
    } catch (DataAccessException e) {
      notBefore = now.plus(PAUSE);
      throw new UnavailableException("Redis cannot be reached", e);
    } catch (RedisException | ExecutionException | TimeoutException e) {
      throw new UnavailableException("Redis does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Interrupted while waiting for Redis", e);
    }
  }

  private List<byte @Nullable []> read(
      RedisConnection connection, String viewFingerprint, List<String> customers)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = clock.instant().plus(timeout).toEpochMilli();
    RedisClusterAsyncCommands<byte[], byte[]> commands = LettuceCommands.of(connection);
    byte[] field = OnlineState.field(viewFingerprint);
    List<RedisFuture<List<KeyValue<byte[], byte[]>>>> asked = new ArrayList<>(customers.size());
    for (String customer : customers) {
      asked.add(commands.hmget(OnlineState.key(customer), field, OnlineState.ownerField()));
    }
    List<byte @Nullable []> states = new ArrayList<>(customers.size());
    Map<Integer, RedisFuture<byte @Nullable []>> elsewhere = new HashMap<>();
    for (RedisFuture<List<KeyValue<byte[], byte[]>>> answer : asked) {
      List<KeyValue<byte[], byte[]>> values = await(answer, deadline);
      Optional<Owner> owner = values.get(1).optional().flatMap(Owner::decode);
      owner.ifPresent(found ->
          elsewhere.put(
              states.size(),
              commands.hget(
                  OnlineState.key(found.canonicalId()),
                  OnlineState.field(viewFingerprint, found.epoch()))));
      states.add(owner.isPresent() ? null : values.getFirst().getValueOrElse(null));
    }
    for (Map.Entry<Integer, RedisFuture<byte @Nullable []>> answer : elsewhere.entrySet()) {
      states.set(answer.getKey(), await(answer.getValue(), deadline));
    }
    return states;
  }

  private <T extends @Nullable Object> T await(RedisFuture<T> answer, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(Math.max(0, deadline - clock.millis()), TimeUnit.MILLISECONDS);
  }

  /** Redis could not be asked; the customer's state may well be there. */
  static final class UnavailableException extends Exception {

    UnavailableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
