package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one folder of this machine from which files are imported where they lie. Nothing outside of
 * it can be named: neither by {@code ..} nor through a symbolic link.
 */
final class MountedFolder {

  private final @Nullable Path folder;

  /** Without a folder every file is unknown. */
  MountedFolder(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * Finds a file.
   *
   * @throws ImportProblem if there is no such file, or it may not be named
   */
  ImportJob.Source find(String path) {
    try {
      return source(path, locate(path));
    } catch (IOException | InvalidPathException unreadable) {
      throw ImportProblem.unknownFile();
    }
  }

  /**
   * The file of an import, the same as when it was submitted.
   *
   * @throws ImportFailedException if it is gone or has changed
   */
  Path require(ImportJob.Source submitted, String path) {
    try {
      Path file = locate(path);
      if (source(path, file).equals(submitted)) {
        return file;
      }
    } catch (IOException | ImportProblem gone) {
      // Told below: whether it cannot be read or may not be named any more, it is not there.
    }
    throw new ImportFailedException(
        "The file " + path + " of the mounted folder is gone or has changed; import it again.");
  }

  private static ImportJob.Source source(String path, Path file) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Instant modified = found.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
    return new ImportJob.Source(found.size(), path, modified);
  }

  private Path locate(String path) throws IOException {
    if (folder == null) {
      throw ImportProblem.noFolder();
    }
    Path root = folder.toRealPath();
    Path named = root.resolve(path).normalize();
    if (!named.startsWith(root)
        || !named.toRealPath().equals(named)
        || !Files.isRegularFile(named, LinkOption.NOFOLLOW_LINKS)) {
      throw ImportProblem.unknownFile();
    }
    return named;
  }
}
