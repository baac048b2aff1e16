package io.churnops.training.mlflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The files that clients keep with their runs. A file is there whole or not at all: it is written
 * beside and moved in its place when its last byte has come.
 */
@Component
class RunFiles {

  private static final int BUFFER = 1 << 16;
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;
  private final Path incoming;
  private final long most;

  RunFiles(MlflowSettings settings, InstantSource clock) throws IOException {
    this.root = settings.artifactsDir().resolve("runs");
    this.incoming = settings.artifactsDir().resolve("incoming");
    this.most = settings.largestArtifact().toBytes();
    Files.createDirectories(incoming);
    forgetAbandoned(clock.instant().minus(ABANDONED));
  }

  /** What an upload left that ended with its process. */
  private void forgetAbandoned(Instant before) throws IOException {
    try (Stream<Path> files = Files.list(incoming)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** A file or folder in a folder. */
  record Entry(String name, boolean isFolder, long size) {}

  /** Keeps a file, in place of one that was there. */
  void keep(ArtifactPath path, InputStream content) throws IOException {
    Path place = path.below(root);
    if (path.parts().isEmpty() || Files.isDirectory(place)) {
      throw MlflowException.invalid("There is a folder where the file is to be");
    }
    Path written = Files.createTempFile(incoming, "upload-", "");
    try {
      write(content, written);
      Files.createDirectories(place.getParent());
      Files.move(
          written, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw MlflowException.invalid("There is a file where a folder is to be, or the other way");
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private void write(InputStream content, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long total = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        total += read;
        if (total > most) {
          throw MlflowException.invalid("An artifact has at most %d bytes".formatted(most));
        }
        out.write(buffer, 0, read);
      }
    }
  }

  /** A file. */
  Path file(ArtifactPath path) {
    Path place = path.below(root);
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      throw noSuch(path);
    }
    return place;
  }

  /** What is in a folder, by name; nothing in one that is not there, or in a file. */
  List<Entry> list(ArtifactPath path) throws IOException {
    return entries(path.below(root));
  }

  static List<Entry> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().flatMap(RunFiles::entry).toList();
    }
  }

  private static Stream<Entry> entry(Path file) {
    try {
      boolean isFolder = Files.isDirectory(file);
      return Stream.of(
          new Entry(String.valueOf(file.getFileName()), isFolder, isFolder ? 0 : Files.size(file)));
    } catch (IOException gone) {
      return Stream.empty();
    }
  }

  /** Removes a file or a folder with all in it. */
  void remove(ArtifactPath path) throws IOException {
    try {
      if (!FileSystemUtils.deleteRecursively(path.below(root))) {
        throw noSuch(path);
      }
    } catch (NoSuchFileException e) {
      throw noSuch(path);
    }
  }

  static MlflowException noSuch(ArtifactPath path) {
    return new MlflowException(
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Run '%s' has no artifact '%s'".formatted(path.runId(), String.join("/", path.parts())));
  }
}
