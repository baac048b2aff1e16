package io.churnops.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner can read. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Makes the folder, mode 0700, or closes an existing one to others. */
  public static void createDirectory(Path folder) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      }
      Files.setPosixFilePermissions(folder, FOLDER);
    } catch (IOException e) {
      throw new PlatformException("Cannot make the folder %s: %s".formatted(folder, e), e);
    }
  }

  /** Opens the file for writing, mode 0600 if it is made; one that is there is never replaced. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(FILE));
  }

  /**
   * Writes the file in one step, mode 0600: a reader sees the old text or the new, never a part.
   */
  public static void write(Path file, String text) {
    FileAttribute<?> onlyOwner = PosixFilePermissions.asFileAttribute(FILE);
    try {
      Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".new", onlyOwner);
      try {
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot write %s: %s".formatted(file, e), e);
    }
  }
}
