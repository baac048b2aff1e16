package io.churnops.feature.datasets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/**
 * Where training sets lie: a folder each, with its rows and its manifest. A folder is written under
 * another name and appears complete or not at all.
 */
final class DatasetFolder {

  static final String ROWS = "rows.csv.gz";
  static final String MANIFEST = "manifest.json";
  static final String STATISTICS = "statistics.json";
  static final String PARQUET = "rows.parquet";

  private final Path root;

  DatasetFolder(Path dataFolder) {
    this.root = dataFolder.resolve("datasets");
  }

  /** Where a training set lies, whether or not it does. */
  Path of(UUID dataset) {
    return root.resolve(dataset.toString());
  }

  /** An empty folder to write a training set into; what an earlier attempt left is removed. */
  Path begin(UUID dataset) throws IOException {
    Path draft = draft(dataset);
    FileSystemUtils.deleteRecursively(draft);
    return Files.createDirectories(draft);
  }

  /** Removes what was begun and not published. */
  void discard(UUID dataset) throws IOException {
    FileSystemUtils.deleteRecursively(draft(dataset));
  }

  /** Removes what was published, if it was. */
  void remove(UUID dataset) throws IOException {
    FileSystemUtils.deleteRecursively(of(dataset));
  }

  /** Makes the written folder the training set. */
  void publish(UUID dataset) throws IOException {
    Path draft = draft(dataset);
    Path published = of(dataset);
    sync(draft);
    FileSystemUtils.deleteRecursively(published);
    Files.move(draft, published, StandardCopyOption.ATOMIC_MOVE);
    sync(root);
  }

  private Path draft(UUID dataset) {
    return root.resolve(dataset + ".draft");
  }

  static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = java.nio.ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
