package io.churnops.platform;

import io.churnops.platform.PlatformSettings.PlatformPasswords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The secrets of one suite, in a folder that only its owner can read: a key per principal,
 * passwords of the servers, and the pair that signs models. What is missing is made, what is there
 * stays, and keys that somebody added to {@code api-keys.json} stay too. That file holds digests,
 * never keys.
 */
public final class Credentials {

  private static final int SECRET_BYTES = 32;

  /** What each key begins with, and no other secret. */
  private static final String KEY = "chk_";

  private static final String API_KEYS = "api-keys.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private final ApiKeyFile apiKeys;

  private Credentials(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.apiKeys = new ApiKeyFile(apiKeysFile());
  }

  /** The credentials in a folder, complete after this call. */
  public static Credentials in(Path folder) {
    return in(folder, Map.of());
  }

  /**
   * The credentials in a folder, with keys for more principals than a suite needs.
   *
   * @param more scopes by principal
   */
  public static Credentials in(Path folder, Map<String, List<String>> more) {
    Credentials credentials = new Credentials(folder);
    PrivateFiles.createDirectory(credentials.folder);
    PrivateFiles.createDirectory(credentials.knownFolder());
    PrivateFiles.createDirectory(credentials.trainingFolder());
    credentials.keepKeysOfBefore();
    credentials.complete(more);
    return credentials;
  }

  /**
   * Digests, principals and scopes of all keys, as every service reads them: alone in a folder, so
   * that a container sees it replaced and nobody's secrets.
   */
  public Path apiKeysFile() {
    return knownFolder().resolve(API_KEYS);
  }

  private Path knownFolder() {
    return folder.resolve("known");
  }

  /** Where somebody puts secrets that training-service alone sees, such as keys of a bucket. */
  public Path trainingFolder() {
    return folder.resolve("training");
  }

  /** The file with the key of a principal, for example {@code feature-service}. */
  public Path keyFile(String principal) {
    return folder.resolve(principal + ".key");
  }

  /** The key of a principal. */
  public String key(String principal) {
    return read(keyFile(principal));
  }

  /** Private half of the pair that signs models: Ed25519, PKCS#8, PEM. */
  public Path signingKeyFile() {
    return folder.resolve("model-signing.key");
  }

  /** Public half of the pair that signs models: Ed25519, X.509, PEM. */
  public Path verifyKeyFile() {
    return folder.resolve("model-verify.pub");
  }

  /** The passwords as {@code CHURNOPS_…_PASSWORD=…} lines, for containers. */
  public Path variablesFile() {
    return folder.resolve("compose.env");
  }

  public PlatformPasswords passwords() {
    Map<ServiceSchema, String> services = new EnumMap<>(ServiceSchema.class);
    for (ServiceSchema schema : ServiceSchema.values()) {
      services.put(schema, read(passwordFile(schema.schemaName())));
    }
    return new PlatformPasswords(
        read(passwordFile("postgres")), services, Optional.of(read(passwordFile("redis"))));
  }

  /** Earlier suites had the file beside the secrets. */
  private void keepKeysOfBefore() {
    Path before = folder.resolve(API_KEYS);
    if (Files.exists(before) && !Files.exists(apiKeysFile())) {
      try {
        Files.move(before, apiKeysFile(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new PlatformException("Cannot move %s: %s".formatted(before, e), e);
      }
    }
  }

  private void complete(Map<String, List<String>> more) {
    Map<String, List<String>> grants = new TreeMap<>(ServiceKeys.GRANTS);
    grants.putAll(more);
    grants.keySet().forEach(principal -> makeSecret(keyFile(principal), KEY));
    writeApiKeys(grants);
    makeSecret(passwordFile("postgres"), "");
    makeSecret(passwordFile("redis"), "");
    for (ServiceSchema schema : ServiceSchema.values()) {
      makeSecret(passwordFile(schema.schemaName()), "");
    }
    writeVariables();
    if (!Files.exists(signingKeyFile()) || !Files.exists(verifyKeyFile())) {
      makeSigningPair();
    }
  }

  private void writeVariables() {
    StringBuilder variables = new StringBuilder();
    BiConsumer<String, String> add =
        (name, role) ->
            variables
                .append("CHURNOPS_%s_PASSWORD=".formatted(name))
                .append(read(passwordFile(role)))
                .append('\n');
    add.accept("POSTGRES_SUPERUSER", "postgres");
    add.accept("REDIS", "redis");
    for (ServiceSchema schema : ServiceSchema.values()) {
      add.accept(schema.name(), schema.schemaName());
    }
    String text = variables.toString();
    if (!Files.exists(variablesFile()) || !read(variablesFile()).equals(text.strip())) {
      PrivateFiles.write(variablesFile(), text);
    }
  }

  private void makeSecret(Path file, String prefix) {
    if (!Files.exists(file)) {
      byte[] secret = new byte[SECRET_BYTES];
      random.nextBytes(secret);
      PrivateFiles.write(
          file, prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
    }
  }

  private void writeApiKeys(Map<String, List<String>> grants) {
    apiKeys.change(existing -> {
      List<JsonNode> keys = new ArrayList<>();
      grants.forEach((principal, scopes) -> keys.add(entry(principal, scopes)));
      existing.stream().filter(key -> !grants.containsKey(id(key))).forEach(keys::add);
      return keys;
    });
  }

  private ObjectNode entry(String principal, List<String> scopes) {
    ObjectNode key =
        JSON.createObjectNode()
            .put("id", principal)
            .put("sha256", sha256(key(principal)))
            .put("principal", principal);
    scopes.forEach(key.putArray("scopes")::add);
    return key;
  }

  private static String id(JsonNode key) {
    return key.path("id").asString("");
  }

  /**
   * Makes a key for somebody and gives the file that it is in. Services take it within a second. A
   * key that no service knows is what a death on the way has left; another takes its place.
   *
   * @throws PlatformException if the name is taken, or a scope is none
   */
  public Path issue(IssuedKey issued) {
    issued.requireSound();
    Path file = keyFile(issued.name());
    apiKeys.change(keys -> {
      boolean known = keys.stream().anyMatch(key -> id(key).equals(issued.name()));
      if (known || Files.exists(file) && !holdsKey(file)) {
        throw new PlatformException(
            "There is a key '%s' already; revoke it, or choose another name"
                .formatted(issued.name()));
      }
      delete(file);
      makeSecret(file, KEY);
      ObjectNode entry = entry(issued.name(), issued.scopes());
      issued.expiresAt().ifPresent(end -> entry.put("expiresAt", end.toString()));
      keys.add(entry);
      return keys;
    });
    return file;
  }

  /** All keys, those of the services too, as their names sort. */
  public List<IssuedKey> keys() {
    return apiKeys.keys().stream()
        .map(key ->
            new IssuedKey(
                id(key),
                key.path("scopes").valueStream().map(JsonNode::asString).toList(),
                key.path("expiresAt").asStringOpt().map(Instant::parse)))
        .sorted(Comparator.comparing(IssuedKey::name))
        .toList();
  }

  /**
   * Takes a key back: services refuse it within a second, and its file is gone. After a death on
   * the way it takes back what is left of it.
   *
   * @throws PlatformException if there is none, or the suite itself needs it
   */
  public void revoke(String name) {
    if (ServiceKeys.GRANTS.containsKey(name)) {
      throw new PlatformException(
          "The suite itself needs the key '%s'. To have another, delete %s and start the suite anew"
              .formatted(name, keyFile(name)));
    }
    Path file = keyFile(name);
    apiKeys.change(keys -> {
      boolean known = keys.removeIf(key -> id(key).equals(name));
      boolean held = IssuedKey.isName(name) && Files.exists(file) && holdsKey(file);
      if (!known && !held) {
        throw new PlatformException("There is no key '%s'".formatted(name));
      }
      if (held) {
        delete(file);
      }
      return keys;
    });
  }

  private static boolean holdsKey(Path file) {
    return read(file).startsWith(KEY);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new PlatformException("Cannot delete %s: %s".formatted(file, e), e);
    }
  }

  private void makeSigningPair() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      PrivateFiles.write(signingKeyFile(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      PrivateFiles.write(verifyKeyFile(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK since 15 knows Ed25519", e);
    }
  }

  private static String pem(String kind, byte[] encoded) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind);
  }

  private static String sha256(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private Path passwordFile(String role) {
    return folder.resolve(role + ".password");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new PlatformException("Cannot read %s: %s".formatted(file, e), e);
    }
  }
}
