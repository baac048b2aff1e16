package io.churnops.kit.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys that may call this service. Only SHA-256 digests are known; the secrets are random
 * enough (256 bits) that a slow hash would add nothing. The file is read again when it has changed,
 * which is looked at once a second and for a key that is not known: a revoked key stops working
 * without a restart, and a new one works at once. A file that cannot be read leaves the keys as
 * they were, and is tried again after a second.
 */
final class ApiKeys {

  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Path file;
  private final InstantSource clock;
  private final JsonMapper json;

  private volatile Map<String, ApiKey> byDigest = Map.of();
  private Instant lookedAt = Instant.MIN;
  private boolean readable = true;
  private FileTime loaded = FileTime.from(Instant.MIN);

  ApiKeys(Path file, InstantSource clock, JsonMapper json) {
    this.file = file;
    this.clock = clock;
    this.json = json;
  }

  /** The key with this secret, if it is known. */
  Optional<ApiKey> find(String secret) {
    // Looked up by digest: an attacker who could time this learns about digests, not secrets.
    String digest = sha256(secret);
    Instant now = clock.instant();
    refresh(now, !isKnown(digest, now));
    return Optional.ofNullable(byDigest.get(digest)).filter(key -> !key.isOver(now));
  }

  private boolean isKnown(String digest, Instant now) {
    ApiKey key = byDigest.get(digest);
    return key != null && !key.isOver(now);
  }

  private synchronized void refresh(Instant now, boolean stranger) {
    if (now.isBefore(lookedAt.plus(LOOK_AGAIN)) && !(stranger && readable)) {
      return;
    }
    lookedAt = now;
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      if (!modified.equals(loaded)) {
        byDigest = read();
        loaded = modified;
      }
      readable = true;
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      readable = false;
      log.warn("API keys not read from {}: {}", file, e.toString());
    }
  }

  private Map<String, ApiKey> read() throws IOException {
    Map<String, ApiKey> keys = new HashMap<>();
    KeyFile content = json.readValue(Files.readAllBytes(file), KeyFile.class);
    if (content == null) {
      throw new IllegalArgumentException("The file holds null");
    }
    for (ApiKey key : content.keys()) {
      keys.put(key.sha256(), key);
    }
    return Map.copyOf(keys);
  }

  static String sha256(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  record KeyFile(List<ApiKey> keys) {
    KeyFile {
      if (keys == null) {
        throw new IllegalArgumentException("The file has no member keys");
      }
      keys = List.copyOf(keys);
    }
  }

  /**
   * One key: who holds it and what it allows.
   *
   * @param expiresAt from when on it is a stranger's; null for never
   */
  record ApiKey(
      String id, String sha256, String principal, Set<String> scopes, @Nullable Instant expiresAt) {

    ApiKey {
      if (sha256.length() != 64) {
        throw new IllegalArgumentException("Key " + id + " has no SHA-256 digest in hex");
      }
      scopes = Set.copyOf(scopes);
    }

    boolean isOver(Instant now) {
      return expiresAt != null && !now.isBefore(expiresAt);
    }
  }
}
