package io.churnops.ingestion.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Uploaded files between their upload and the end of their import. A file is under its own name
 * only once it is whole and on disk.
 */
final class Spool {

  private static final String WHOLE = ".csv";
  private static final String PART = ".part";

  private final Path folder;

  Spool(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot create " + folder + " (churnops.ingestion.imports.spool)", e);
    }
  }

  /** Keeps a file; returns its size in bytes. */
  long keep(UUID importId, InputStream content) throws IOException {
    Path part = folder.resolve(importId + PART);
    try {
      long bytes = Files.copy(content, part);
      try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(part, path(importId), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
      return bytes;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  boolean holds(UUID importId) {
    return Files.isRegularFile(path(importId));
  }

  Path path(UUID importId) {
    return folder.resolve(importId + WHOLE);
  }

  void discard(UUID importId) {
    delete(path(importId));
  }

  /** Removes what no unfinished import needs. */
  void discardAllBut(Set<UUID> needed) {
    Set<Path> keep = needed.stream().map(this::path).collect(Collectors.toSet());
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> orphans =
          all.filter(file -> file.toString().endsWith(WHOLE) || file.toString().endsWith(PART))
              .filter(file -> !keep.contains(file))
              .toList();
      orphans.forEach(Spool::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + file, e);
    }
  }
}
