package io.churnops.forest.artefact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that appears under its name all at once: it is filled beside its place, every file and
 * the folder are forced to disk, and only then it is moved. Closing it uncommitted removes it.
 */
final class DurableFolder implements AutoCloseable {

  private final Path parent;
  private final Path target;
  private final Path temporary;

  private DurableFolder(Path parent, Path target, Path temporary) {
    this.parent = parent;
    this.target = target;
    this.temporary = temporary;
  }

  static DurableFolder begin(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(target + " is the root of a file system");
    }
    refuseExisting(absolute);
    Files.createDirectories(parent);
    return new DurableFolder(
        parent, absolute, Files.createTempDirectory(parent, "." + absolute.getFileName() + "-"));
  }

  /** Writes a new file; its bytes are on disk when this returns. */
  void write(ArtefactPart part, FileContent content) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                temporary.resolve(part.fileName()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(file)) {
      content.writeTo(out);
      file.force(true);
    }
  }

  void commit() throws IOException {
    force(temporary);
    refuseExisting(target);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    force(parent);
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(temporary, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(temporary)) {
      files = listed.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(temporary);
  }

  private static void refuseExisting(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
