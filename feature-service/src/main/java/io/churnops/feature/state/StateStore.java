package io.churnops.feature.state;

import io.churnops.contract.OnlineState;
import io.churnops.contract.OnlineState.Owner;
import io.churnops.feature.identity.Profile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.stereotype.Repository;

/**
 * The encoded states in Redis: read with {@code HMGET}, many at once in a pipeline, written by
 * compare-and-set. Nothing here expires: customers who have gone silent are the ones the suite is
 * about.
 */
@Repository
class StateStore {

  /** Whether it is too late for a write, by the clock of Redis: its writer has given it up. */
  private static final String LATE =
      """
      local function late(deadline)
        local now = redis.call('TIME')
        return now[1] * 1000 + math.floor(now[2] / 1000) >= tonumber(deadline)
      end
      """;

  /**
   * Sets a field if its value begins with what the writer has read, or is absent as it was then.
   */
  private static final byte[] COMPARE_AND_SET =
      (LATE
              + """
              if late(ARGV[5]) then return 0 end
              local current = redis.call('HGET', KEYS[1], ARGV[1])
              if ARGV[2] == 'absent' then
                if current then return 0 end
              elseif not current or string.sub(current, 1, #ARGV[3]) ~= ARGV[3] then
                return 0
              end
              redis.call('HSET', KEYS[1], ARGV[1], ARGV[4])
              return 1
              """)
          .getBytes(StandardCharsets.UTF_8);

  /**
   * Says whose an id is, unless something newer was said, and removes the states that were made
   * before.
   */
  private static final byte[] SETTLE =
      (LATE
              + """
              if late(ARGV[4]) then return -1 end
              local current = redis.call('HGET', KEYS[1], ARGV[1])
              local epoch = tonumber(ARGV[2])
              if current and tonumber(string.match(current, '^%d+') or '0') > epoch then return 0 end
              redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
              for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
                if field ~= ARGV[1] and tonumber(string.match(field, '@(%d+)$') or '0') < epoch then
                  redis.call('HDEL', KEYS[1], field)
                end
              end
              return 1
              """)
          .getBytes(StandardCharsets.UTF_8);

  private static final byte[] ABSENT = "absent".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PRESENT = "present".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};

  /** More keys than these are worth a pipeline, and a connection of their own for it. */
  private static final int MOST_SHARED = 16;

  private static final Long SETTLED_TOO_LATE = -1L;

  private final RedisConnectionFactory redis;
  private final Duration timeout;
  private final SharedReads shared;

  StateStore(
      RedisConnectionFactory redis, @Value("${spring.data.redis.timeout}") Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
    this.shared = new SharedReads(redis, timeout);
  }

  /**
   * A state to be written.
   *
   * @param expected how the value read begins, null if there was none
   */
  record Write(Profile profile, String fingerprint, byte @Nullable [] expected, byte[] value) {}

  /** Per customer the encoded states of views, null where there is none. */
  Map<Profile, List<byte @Nullable []>> read(
      Collection<Profile> profiles, Collection<String> fingerprints) {
    return hashes(
        profiles,
        Profile::canonicalId,
        profile ->
            fingerprints.stream()
                .map(fingerprint -> OnlineState.field(fingerprint, profile.epoch()))
                .toArray(byte[][]::new));
  }

  /** What Redis holds under an id: a state of its own, and whose it is if it was ever joined. */
  record Held(byte @Nullable [] state, Optional<Owner> owner) {

    private static Held of(byte @Nullable [] state, byte @Nullable [] owner) {
      return new Held(state, owner == null ? Optional.empty() : Owner.decode(owner));
    }
  }

  /** Per id what is held under it. */
  Map<String, Held> held(Collection<String> ids, String fingerprint) {
    byte[][] fields = {OnlineState.field(fingerprint), OnlineState.ownerField()};
    Map<String, Held> held = new LinkedHashMap<>();
    if (ids.size() <= MOST_SHARED) {
      List<String> asked = List.copyOf(ids);
      List<List<byte @Nullable []>> read =
          shared.read(asked.stream().map(OnlineState::key).toList(), fields);
      for (int i = 0; i < asked.size(); i++) {
        held.put(asked.get(i), Held.of(read.get(i).get(0), read.get(i).get(1)));
      }
    } else {
      hashes(ids, id -> id, _ -> fields)
          .forEach((id, values) -> held.put(id, Held.of(values.get(0), values.get(1))));
    }
    return held;
  }

  private <K> Map<K, List<byte @Nullable []>> hashes(
      Collection<K> keys, Function<K, String> id, Function<K, byte[][]> fields) {
    List<@Nullable Object> answers;
    try (RedisConnection connection = redis.getConnection()) {
      connection.openPipeline();
      for (K key : keys) {
        connection.hashCommands().hMGet(OnlineState.key(id.apply(key)), fields.apply(key));
      }
      answers = connection.closePipeline();
    }
    Map<K, List<byte @Nullable []>> values = new LinkedHashMap<>();
    int i = 0;
    for (K key : keys) {
      values.put(key, values(answers.get(i++)));
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

  /** Says of ids whose they are; states of an earlier epoch are removed from under them. */
  void settle(Map<String, Profile> owners) {
    List<@Nullable Object> answers;
    try (RedisConnection connection = redis.getConnection()) {
      byte[] deadline = deadline(connection);
      connection.openPipeline();
      owners.forEach((id, profile) -> {
        Owner owner = new Owner(profile.canonicalId(), profile.epoch());
        connection
            .scriptingCommands()
            .<Long>eval(
                SETTLE,
                ReturnType.INTEGER,
                1,
                OnlineState.key(id),
                OnlineState.ownerField(),
                Long.toString(profile.epoch()).getBytes(StandardCharsets.US_ASCII),
                owner.encode(),
                deadline);
      });
      answers = connection.closePipeline();
    }
    if (answers.contains(SETTLED_TOO_LATE)) {
      throw new QueryTimeoutException("Redis has not settled identities for " + timeout);
    }
  }

  /**
   * When the writes that begin now are given up. Their last bytes may be on their way then, in
   * buffers of a network or of a Redis that hangs, and must not be heard after what comes next: the
   * removal of a customer who is erased, for one.
   */
  private byte[] deadline(RedisConnection connection) {
    Long now = connection.serverCommands().time(TimeUnit.MILLISECONDS);
    if (now == null) {
      throw new IllegalStateException("Redis answered TIME with nothing");
    }
    return Long.toString(now + timeout.toMillis()).getBytes(StandardCharsets.US_ASCII);
  }

  /** For how long after its beginning a write may still take effect. */
  Duration writesTakeAtMost() {
    return timeout;
  }

  /** Removes the states of a view; whoever writes one meanwhile is refused and folds the log. */
  void remove(Map<String, Profile> owners, String fingerprint) {
    try (RedisConnection connection = redis.getConnection()) {
      connection.openPipeline();
      owners.forEach((id, profile) -> {
        connection.hashCommands().hDel(OnlineState.key(id), OnlineState.field(fingerprint));
        connection
            .hashCommands()
            .hDel(
                OnlineState.key(profile.canonicalId()),
                OnlineState.field(fingerprint, profile.epoch()));
      });
      connection.closePipeline();
    }
  }

  /** Removes everything under some ids; answers how many of them had something. */
  long delete(Collection<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    try (RedisConnection connection = redis.getConnection()) {
      connection.openPipeline();
      ids.forEach(id -> connection.keyCommands().del(OnlineState.key(id)));
      return connection.closePipeline().stream().filter(Long.valueOf(1)::equals).count();
    }
  }

  /**
   * Writes what nobody has changed since it was read; returns what was changed, or came too late,
   * unwritten.
   */
  List<Write> write(List<Write> writes) {
    if (writes.isEmpty()) {
      return List.of();
    }
    List<@Nullable Object> answers;
    try (RedisConnection connection = redis.getConnection()) {
      byte[] deadline = deadline(connection);
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
                OnlineState.key(write.profile().canonicalId()),
                OnlineState.field(write.fingerprint(), write.profile().epoch()),
                expected == null ? ABSENT : PRESENT,
                expected == null ? NOTHING : expected,
                write.value(),
                deadline);
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
