package io.churnops.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that services know keys from. One process at a time changes it, and none loses a key.
 */
final class ApiKeyFile {

  /** A lock of a file is for processes, not for threads. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  ApiKeyFile(Path file) {
    this.file = file;
  }

  /** The keys that are in it. */
  List<JsonNode> keys() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return JSON.readTree(Files.readString(file)).path("keys").valueStream().toList();
    } catch (IOException e) {
      throw new PlatformException("Cannot read %s: %s".formatted(file, e), e);
    }
  }

  /** Puts other keys in place of those that are there. */
  void change(UnaryOperator<List<JsonNode>> change) {
    Path lock = file.resolveSibling("api-keys.lock");
    THREADS.lock();
    try {
      try (FileChannel channel = PrivateFiles.open(lock);
          FileLock _ = channel.lock()) {
        List<JsonNode> before = keys();
        List<JsonNode> after = change.apply(new ArrayList<>(before));
        if (!after.equals(before) || !Files.exists(file)) {
          write(after);
        }
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot lock %s: %s".formatted(lock, e), e);
    } finally {
      THREADS.unlock();
    }
  }

  private void write(List<JsonNode> keys) {
    var content = JSON.createObjectNode();
    content.putArray("keys").addAll(keys);
    PrivateFiles.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
  }
}
