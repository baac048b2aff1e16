package io.churnops.feature.state;

import io.churnops.contract.OnlineState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.stereotype.Repository;

/**
 * The encoded states in Redis: read with one pipeline of {@code HMGET}, written by compare-and-set.
 * Nothing here expires: customers who have gone silent are the ones the suite is about.
 */
@Repository
class StateStore {

  /**
   * Sets a field if its value begins with what the writer has read, or is absent as it was then.
   */
  private static final byte[] COMPARE_AND_SET =
      """
      local current = redis.call('HGET', KEYS[1], ARGV[1])
      if ARGV[2] == 'absent' then
        if current then return 0 end
      elseif not current or string.sub(current, 1, #ARGV[3]) ~= ARGV[3] then
        return 0
      end
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
      return 1
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] ABSENT = "absent".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PRESENT = "present".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};

  private final RedisConnectionFactory redis;

  StateStore(RedisConnectionFactory redis) {
    this.redis = redis;
  }

  /**
   * A state to be written.
   *
   * @param expected how the value read begins, null if there was none
   */
  record Write(String customerId, String fingerprint, byte @Nullable [] expected, byte[] value) {}

  /** Per customer the values of the fields, null where there is none. */
  Map<String, List<byte @Nullable []>> read(
      Collection<String> customers, Collection<String> fingerprints) {
    byte[][] fields = fingerprints.stream().map(OnlineState::field).toArray(byte[][]::new);
    List<@Nullable Object> answers;
    try (RedisConnection connection = redis.getConnection()) {
      connection.openPipeline();
      for (String customer : customers) {
        connection.hashCommands().hMGet(OnlineState.key(customer), fields);
      }
      answers = connection.closePipeline();
    }
    Map<String, List<byte @Nullable []>> values = new LinkedHashMap<>();
    int i = 0;
    for (String customer : customers) {
      values.put(customer, values(answers.get(i++)));
    }
    return values;
  }

  @SuppressWarnings("unchecked") // HMGET answers a list of values.
  private static List<byte @Nullable []> values(@Nullable Object answer) {
    if (answer == null) {
      throw new IllegalStateException("Redis answered HMGET with nothing");
    }
    return (List<byte @Nullable []>) answer;
  }

  /** Removes the states of a view; whoever writes one meanwhile is refused and folds the log. */
  void remove(Collection<String> customers, String fingerprint) {
    byte[] field = OnlineState.field(fingerprint);
    try (RedisConnection connection = redis.getConnection()) {
      connection.openPipeline();
      for (String customer : customers) {
        connection.hashCommands().hDel(OnlineState.key(customer), field);
      }
      connection.closePipeline();
    }
  }

  /** Writes what nobody has changed since it was read; returns what was changed, unwritten. */
  List<Write> write(List<Write> writes) {
    if (writes.isEmpty()) {
      return List.of();
    }
    List<@Nullable Object> answers;
    try (RedisConnection connection = redis.getConnection()) {
      // Loaded each time, since a restarted Redis has forgotten it.
      String script = connection.scriptingCommands().scriptLoad(COMPARE_AND_SET);
      connection.openPipeline();
      for (Write write : writes) {
        byte[] expected = write.expected();
        connection
            .scriptingCommands()
            .<Long>evalSha(
                String.valueOf(script),
                ReturnType.INTEGER,
                1,
                OnlineState.key(write.customerId()),
                OnlineState.field(write.fingerprint()),
                expected == null ? ABSENT : PRESENT,
                expected == null ? NOTHING : expected,
                write.value());
      }
      answers = connection.closePipeline();
    }
    List<Write> refused = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (!Long.valueOf(1).equals(answers.get(i))) {
        refused.add(writes.get(i));
      }
    }
    return refused;
  }
}
