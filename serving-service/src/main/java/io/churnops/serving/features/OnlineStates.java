package io.churnops.serving.features;

import io.churnops.contract.OnlineState;
import io.churnops.serving.ServingProperties;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
   * The encoded states of a view, one per customer in order, null where there is none.
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
      return await(ask(connection, OnlineState.field(viewFingerprint), customers));
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

  @SuppressWarnings("unchecked") // What Spring Data's Lettuce connection is made of.
  private static List<RedisFuture<byte @Nullable []>> ask(
      RedisConnection connection, byte[] field, List<String> customers) {
    var commands = (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    List<RedisFuture<byte @Nullable []>> asked = new ArrayList<>(customers.size());
    for (String customer : customers) {
      asked.add(commands.hget(OnlineState.key(customer), field));
    }
    return asked;
  }

  private List<byte @Nullable []> await(List<RedisFuture<byte @Nullable []>> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = clock.instant().plus(timeout).toEpochMilli();
    List<byte @Nullable []> states = new ArrayList<>(asked.size());
    for (RedisFuture<byte @Nullable []> answer : asked) {
      long left = Math.max(0, deadline - clock.millis());
      states.add(answer.get(left, TimeUnit.MILLISECONDS));
    }
    return states;
  }

  /** Redis could not be asked; the customer's state may well be there. */
  static final class UnavailableException extends Exception {

    UnavailableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
