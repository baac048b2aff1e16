package io.churnops.ingestion.sources;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rows that were taken and may be read again, by the digest of their fields. A row that changed
 * is another row. Rows without a position stay, so that one that is wrong is told of once.
 */
final class SeenRows {

  /** Where rows without a cursor stand. */
  static final long NOWHERE = Long.MAX_VALUE;

  private final int version;
  private final int most;
  private final Map<UUID, Long> positions;

  SeenRows(int version, int most, Map<UUID, Long> positions) {
    this.version = version;
    this.most = most;
    this.positions = new HashMap<>(positions);
  }

  /** The digest of a row; another one under another version of the declaration. */
  UUID digest(List<String> fields) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(4).putInt(version).array());
      for (String field : fields) {
        byte[] text = field.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(4).putInt(text.length).array());
        sha256.update(text);
      }
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  boolean contains(UUID digest) {
    return positions.containsKey(digest);
  }

  /**
   * Remembers rows that lie at or behind a position, as many as there is room for; one that is
   * forgotten is sent again with the ids it had.
   *
   * @return those that are remembered from now on
   */
  Map<UUID, Long> remember(Map<UUID, Long> taken, long floor) {
    positions.values().removeIf(position -> position < floor);
    Map<UUID, Long> added = new HashMap<>();
    taken.forEach((digest, position) -> {
      if (position >= floor && positions.size() < most && positions.put(digest, position) == null) {
        added.put(digest, position);
      }
    });
    return added;
  }
}
