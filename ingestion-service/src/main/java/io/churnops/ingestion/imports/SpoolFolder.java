package io.churnops.ingestion.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One instance's part of the spool, held by a lock on a file in it that ends with the process,
 * however that ends.
 */
final class SpoolFolder implements AutoCloseable {

  private static final String LOCK = "held.lock";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final UUID instance;
  private final Path path;
  private final FileChannel channel;

  private SpoolFolder(Path path, FileChannel channel) {
    this.instance = UUID.fromString(path.getFileName().toString());
    this.path = path;
    this.channel = channel;
  }

  /**
   * The first folder that nobody holds, such as that of this instance's earlier life; or a new one.
   */
  static SpoolFolder hold(Path root) throws IOException {
    for (Path folder : all(root)) {
      Optional<SpoolFolder> held = tryHold(folder);
      if (held.isPresent()) {
        return held.get();
      }
    }
    Path fresh = Files.createDirectory(root.resolve(UUID.randomUUID().toString()));
    return tryHold(fresh)
        .orElseThrow(() -> new IOException("Cannot hold " + fresh + ", which is new"));
  }

  /** The folders of all instances that ever were. */
  static List<Path> all(Path root) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(folder -> isId(folder.getFileName().toString()))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  /** Whether a name is one that is given here, and not somebody else's. */
  static boolean isId(String name) {
    return ID.matcher(name).matches();
  }

  /** Holds a folder, unless somebody does. */
  static Optional<SpoolFolder> tryHold(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new SpoolFolder(folder, channel));
      }
    } catch (OverlappingFileLockException heldInThisProcess) {
      // As good as held by another one.
    }
    channel.close();
    return Optional.empty();
  }

  UUID instance() {
    return instance;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot let go of " + path, e);
    }
  }
}
