package io.churnops.cli.suite;

import io.churnops.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parsed classes of the suite's jars, in a file beside them. A suite of one JVM leaves it there
 * when it first stops; every later start from the same jars, in any home, reads it and takes a
 * third less of the processor. The JVM writes it under a new inode with its header last, so suites
 * side by side never see half of one.
 */
final class ClassArchive {

  private ClassArchive() {}

  /** What makes a JVM use the archive of a folder of jars, or write it where there is none. */
  static List<String> options(Path jars) {
    return List.of(
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file(jars), "-Xlog:cds*=off");
  }

  /** Deletes an archive of older jars: the JVM would neither use nor replace it. */
  static void dropOutdated(Path jars) {
    try {
      if (Files.exists(file(jars)) && newestJar(jars).compareTo(written(file(jars))) > 0) {
        Files.deleteIfExists(file(jars));
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot renew %s: %s".formatted(file(jars), e), e);
    }
  }

  private static FileTime newestJar(Path jars) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    try (Stream<Path> files = Files.list(jars)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        FileTime built = written(jar);
        newest = built.compareTo(newest) > 0 ? built : newest;
      }
    }
    return newest;
  }

  private static FileTime written(Path file) throws IOException {
    return Files.getLastModifiedTime(file);
  }

  private static Path file(Path jars) {
    return jars.resolve("suite.jsa");
  }
}
