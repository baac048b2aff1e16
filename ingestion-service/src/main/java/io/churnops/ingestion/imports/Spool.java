package io.churnops.ingestion.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Uploaded files between their upload and the end of their import. A file is under its own name
 * only once it is whole and on disk. Instances that share a disk have a folder each, which they
 * hold while they live; the folder's name is theirs.
 */
final class Spool implements AutoCloseable {

  private static final String WHOLE = ".csv";
  private static final String PART = ".part";
  private static final String INCOMING = "incoming";

  private final Path root;
  private final SpoolFolder own;

  Spool(Path root) {
    this.root = root.toAbsolutePath();
    try {
      Files.createDirectories(this.root);
      list(this.root, Spool::isLeftover).forEach(Spool::delete);
      own = SpoolFolder.hold(this.root);
      Files.createDirectories(incoming());
      clear(incoming());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot use " + root + " (churnops.ingestion.imports.spool)", e);
    }
  }

  /** Moves or copies the content of an upload to a place. */
  @FunctionalInterface
  interface Content {

    void moveTo(Path place) throws IOException;
  }

  /** Whose spool this is: the same after a restart. */
  UUID instance() {
    return own.instance();
  }

  /** Where uploads arrive, on the same disk. */
  Path incoming() {
    return own.path().resolve(INCOMING);
  }

  /** What is done with a file that is not kept. */
  @FunctionalInterface
  interface Use<T> {

    T of(Path place) throws IOException;
  }

  /** Lets a file be looked at where uploads arrive, and removes it. */
  <T> T lookAt(UUID id, Content content, Use<T> use) throws IOException {
    Path part = incoming().resolve(id.toString());
    try {
      content.moveTo(part);
      return use.of(part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Keeps a file; returns its size in bytes. */
  long keep(UUID importId, Content content) throws IOException {
    return lookAt(
        importId,
        content,
        part -> {
          try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
          }
          long bytes = Files.size(part);
          Files.move(part, path(importId), StandardCopyOption.ATOMIC_MOVE);
          try (FileChannel names = FileChannel.open(own.path(), StandardOpenOption.READ)) {
            names.force(true);
          }
          return bytes;
        });
  }

  boolean holds(UUID importId) {
    return Files.isRegularFile(path(importId));
  }

  Path path(UUID importId) {
    return own.path().resolve(importId + WHOLE);
  }

  /** Whose imports' files are kept. */
  Set<UUID> all() {
    return list(own.path(), Spool::isWhole).stream()
        .map(Spool::importId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Bytes of the files that are kept. */
  long bytes() {
    return bytesOf(list(own.path(), Spool::isWhole));
  }

  /** Bytes that uploads under way have on the disk so far. */
  long arrivedBytes() {
    return bytesOf(list(incoming(), _ -> true));
  }

  private static long bytesOf(List<Path> files) {
    return files.stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** Bytes that the disk still takes. */
  long room() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at the disk of " + root, e);
    }
  }

  void discard(UUID importId) {
    delete(path(importId));
  }

  /** Removes what no unfinished import needs. */
  void discardAllBut(Set<UUID> needed) {
    for (Path file : list(own.path(), Spool::isWhole)) {
      if (!needed.contains(importId(file))) {
        delete(file);
      }
    }
  }

  /** Takes over the files of instances that are gone; answers whose imports' they are. */
  Set<UUID> adopt() {
    Set<UUID> adopted = new HashSet<>();
    try {
      // Right below the root lie files of a version that knew one instance only.
      adopted.addAll(adoptFrom(root));
      List<Path> others = new ArrayList<>(SpoolFolder.all(root));
      // To close the file of one's own lock a second time would let go of the lock.
      others.remove(own.path());
      for (Path folder : others) {
        try (SpoolFolder abandoned = SpoolFolder.tryHold(folder).orElse(null)) {
          if (abandoned != null) {
            adopted.addAll(adoptFrom(folder));
            clear(folder.resolve(INCOMING));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot take over files below " + root, e);
    }
    return adopted;
  }

  /** Removes what has not arrived whole. */
  private static void clear(Path incoming) {
    if (Files.isDirectory(incoming)) {
      list(incoming, _ -> true).forEach(Spool::delete);
    }
  }

  private Set<UUID> adoptFrom(Path folder) throws IOException {
    Set<UUID> adopted = new HashSet<>();
    for (Path file : list(folder, Spool::isWhole)) {
      Files.move(file, path(importId(file)), StandardCopyOption.ATOMIC_MOVE);
      adopted.add(importId(file));
    }
    return adopted;
  }

  private static boolean isWhole(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(WHOLE)
        && SpoolFolder.isId(name.substring(0, name.length() - WHOLE.length()))
        && Files.isRegularFile(file);
  }

  /** What had not arrived whole in a version that knew one instance only. */
  private static boolean isLeftover(Path file) {
    return file.toString().endsWith(PART) && Files.isRegularFile(file);
  }

  private static UUID importId(Path file) {
    return UUID.fromString(file.getFileName().toString().replace(WHOLE, ""));
  }

  private static List<Path> list(Path folder, Predicate<Path> which) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(which).sorted().toList();
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

  /** Lets go of the folder; its files stay. */
  @Override
  public void close() {
    own.close();
  }
}
