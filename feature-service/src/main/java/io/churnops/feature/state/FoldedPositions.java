package io.churnops.feature.state;

import io.churnops.contract.Topics;
import io.churnops.feature.log.LogSource;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.stereotype.Repository;

/**
 * Up to which offset Redis holds the fold, kept in Redis itself. A Redis that lost its last writes
 * (a crash before the append-only file was synced, a failover) has an earlier position than its
 * writer remembers, and so gives itself away. A position that is absent means nothing: whatever
 * took it took the states as well, and absent states are folded from the log.
 */
@Repository
class FoldedPositions {

  private static final String PREFIX = "churnops:folded:" + Topics.CUSTOMER_EVENTS + ":";
  private static final long NOT_LOST = -1;

  /** Raises the position, unless it is below what the writer has put there before. */
  private static final byte[] ADVANCE =
      """
      local current = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
      if current < tonumber(ARGV[1]) then return current end
      if current <= tonumber(ARGV[2]) then redis.call('SET', KEYS[1], ARGV[2]) end
      return -1
      """
          .getBytes(StandardCharsets.UTF_8);

  private final RedisConnectionFactory redis;

  FoldedPositions(RedisConnectionFactory redis) {
    this.redis = redis;
  }

  /** The position of a partition; empty if there is none. */
  OptionalLong read(LogSource source) {
    try (RedisConnection connection = redis.getConnection()) {
      byte[] position = connection.stringCommands().get(key(source));
      return position == null
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(new String(position, StandardCharsets.US_ASCII)));
    }
  }

  /**
   * Records that everything up to an offset is folded.
   *
   * @param before what was folded before, by the writer's memory
   * @return where Redis really is, if it has lost writes; nothing is recorded then
   */
  OptionalLong advance(LogSource source, long before, long to) {
    try (RedisConnection connection = redis.getConnection()) {
      Long answer =
          connection
              .scriptingCommands()
              .<Long>eval(ADVANCE, ReturnType.INTEGER, 1, key(source), number(before), number(to));
      return answer == null || answer == NOT_LOST ? OptionalLong.empty() : OptionalLong.of(answer);
    }
  }

  private static byte[] key(LogSource source) {
    return (PREFIX + source.topicId() + ":" + source.partition())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] number(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
