package io.churnops.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The servers' programs, unpacked once from the class path into a cache. A folder's name carries
 * the checksum of what is in it, so a new version never meets an old one, and several processes may
 * unpack at the same time: each into a folder of its own, and the first to rename it wins.
 */
final class Binaries {

  private static final int OWNER_EXECUTES = 0100;

  private final Path cache;

  Binaries(Path cache) {
    this.cache = cache;
  }

  /** The root of PostgreSQL's installation, with {@code bin}, {@code lib} and {@code share}. */
  Path postgres() {
    String processor = Machine.processor().equals("amd64") ? "x86_64" : "arm_64";
    String resource = "postgres-%s-%s.txz".formatted(Machine.system(), processor);
    return unpacked("postgres", resource, Binaries::unpackArchive);
  }

  /** The Redis server's program. */
  Path redis() {
    String resource = "redis-server-7.0.15-%s-%s".formatted(Machine.system(), Machine.processor());
    return unpacked("redis", resource, Binaries::copyProgram).resolve("redis-server");
  }

  private Path unpacked(String name, String resource, Unpacking unpacking) {
    @Nullable URL url = Binaries.class.getResource("/" + resource);
    if (url == null) {
      throw new PlatformException(
          "The class path holds no %s. It comes with a Maven profile for this system and processor: build again on this machine."
              .formatted(resource));
    }
    try {
      JarURLConnection jar = (JarURLConnection) url.openConnection();
      Path target = cache.resolve("%s-%08x".formatted(name, jar.getJarEntry().getCrc()));
      if (!Files.isDirectory(target)) {
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, ".unpacking-");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream in = new BufferedInputStream(jar.getInputStream(), 1 << 16)) {
          unpacking.into(fresh, in);
        }
        moveIntoPlace(fresh, target);
      }
      return target;
    } catch (IOException e) {
      throw new PlatformException("Cannot unpack %s into %s: %s".formatted(name, cache, e), e);
    }
  }

  private static void moveIntoPlace(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      deleteTree(fresh);
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private static void copyProgram(Path folder, InputStream in) throws IOException {
    Path program = folder.resolve("redis-server");
    Files.copy(in, program);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void unpackArchive(Path folder, InputStream in) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
      @Nullable TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new FileAlreadyExistsException(entry.getName(), null, "leads out of the archive");
        }
        unpackEntry(path, entry, tar);
      }
    }
  }

  private static void unpackEntry(Path path, TarArchiveEntry entry, InputStream in)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(in, path);
    boolean program = (entry.getMode() & OWNER_EXECUTES) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /** Deletes a folder with all that is in it; does nothing when it is not there. */
  static void deleteTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Unpacking {
    void into(Path folder, InputStream in) throws IOException;
  }
}
